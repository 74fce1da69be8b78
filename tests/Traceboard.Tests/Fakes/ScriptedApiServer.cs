using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Traceboard.Clusters.Watching;

namespace Traceboard.Tests.Fakes;

/// <summary>
/// A Kubernetes API server on loopback that keeps objects, lists them in pages and streams their changes, until a
/// test scripts another answer: then each byte and each silence is the test's own.
/// </summary>
internal sealed class ScriptedApiServer : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<ScriptedCall, Task>>> _next = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<ScriptedCall, Task>> _always = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly SortedDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly List<(long Version, string Resource, string Type, JsonObject Object)> _history = [];
    private readonly WebApplication _application;
    private readonly ConnectionCount _connections;
    private TaskCompletionSource _news = NewSignal();
    private TaskCompletionSource _ended = NewSignal();
    private long _version = 100;

    private ScriptedApiServer(WebApplication application, ConnectionCount connections, TimeProvider time, Uri address) =>
        (_application, _connections, Time, Address) = (application, connections, time, address);

    public TimeProvider Time { get; }

    public Uri Address { get; }

    public string SystemUid { get; set; } = Guid.NewGuid().ToString();

    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>Watches that are open now.</summary>
    public int OpenWatches => _openWatches;

    private int _openWatches;

    /// <summary>Requests that are meant to hear nothing for now.</summary>
    public int Silent => _silent;

    private int _silent;

    /// <summary>TCP connections that are open now.</summary>
    public int OpenConnections => _connections.Open;

    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    public static async Task<ScriptedApiServer> StartAsync(TimeProvider? time = null, X509Certificate2? certificate = null, HttpProtocols protocols = HttpProtocols.Http1AndHttp2, int port = 0, X509Certificate2? intermediate = null, bool wantsClientCertificate = false)
    {
        var connections = new ConnectionCount();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Use(connections.CountAsync);
            listen.Protocols = certificate is null ? HttpProtocols.Http1 : protocols;
            if (certificate is not null)
            {
                // Kestrel's own options refuse the very certificates that a client must be shown to refuse.
                var authentication = new SslServerAuthenticationOptions
                {
                    ServerCertificateContext = SslStreamCertificateContext.Create(certificate, intermediate is null ? null : [intermediate], offline: true),
                    ClientCertificateRequired = wantsClientCertificate,
                    RemoteCertificateValidationCallback = (_, presented, _, _) => presented is not null || !wantsClientCertificate,
                };
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(authentication) });
            }
        }));
        var application = builder.Build();
        ScriptedApiServer? server = null;
        application.Run(context => server!.AnswerAsync(context));
        await application.StartAsync();
        var address = new Uri(application.Urls.First());
        return server = new ScriptedApiServer(application, connections, time ?? TimeProvider.System, address);
    }

    /// <summary>Answers the next such request in another way; several are used up in order.</summary>
    public void Next(string resource, string verb, Func<ScriptedCall, Task> answer) =>
        _next.GetOrAdd($"{resource} {verb}", _ => new()).Enqueue(answer);

    /// <summary>Answers every such request in another way; null goes back to the usual one.</summary>
    public void Always(string resource, string verb, Func<ScriptedCall, Task>? answer)
    {
        if (answer is null)
            _always.TryRemove($"{resource} {verb}", out _);
        else
            _always[$"{resource} {verb}"] = answer;
    }

    public int Count(string resource, string verb) => _requests.Count(request => request.Resource == resource && request.Verb == verb);

    /// <summary>Stores an object and tells the watches; gives its version.</summary>
    public long Put(string resource, JsonObject subject)
    {
        lock (_gate)
        {
            var copy = (JsonObject)subject.DeepClone();
            var metadata = copy["metadata"]!;
            metadata["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            var key = $"{resource} {metadata["namespace"]}/{metadata["name"]}";
            _history.Add((_version, resource, _objects.ContainsKey(key) ? "MODIFIED" : "ADDED", copy));
            _objects[key] = copy;
            Tell();
            return _version;
        }
    }

    public void Delete(string resource, string @namespace, string name)
    {
        lock (_gate)
        {
            var key = $"{resource} {@namespace}/{name}";
            var last = (JsonObject)_objects[key].DeepClone();
            last["metadata"]!["resourceVersion"] = (++_version).ToString(CultureInfo.InvariantCulture);
            _objects.Remove(key);
            _history.Add((_version, resource, "DELETED", last));
            Tell();
        }
    }

    /// <summary>Sends a bookmark on every open watch.</summary>
    public void Bookmark()
    {
        lock (_gate)
        {
            _history.Add((++_version, "*", "BOOKMARK", []));
            Tell();
        }
    }

    /// <summary>Forgets the history, as a compaction does: watches from before end with 410.</summary>
    public void Compact()
    {
        lock (_gate)
        {
            _history.Clear();
            _version++;
            _compactedTo = _version;
        }
    }

    private long _compactedTo;

    /// <summary>Ends every open watch as a server does whose time for it is over.</summary>
    public void EndWatches()
    {
        lock (_gate)
        {
            var ended = _ended;
            _ended = NewSignal();
            ended.SetResult();
        }
    }

    /// <summary>Says nothing to a request until something has happened.</summary>
    public async Task KeepSilentAsync(Task until)
    {
        Interlocked.Increment(ref _silent);
        try
        {
            await until;
        }
        finally
        {
            Interlocked.Decrement(ref _silent);
        }
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var segments = context.Request.Path.Value!.Trim('/').Split('/');
        var isCollection = segments is ["api", "v1", _] or ["apis", _, "v1", _];
        var resource = segments[^1];
        var verb = !isCollection ? "get" : context.Request.Query.ContainsKey("watch") ? "watch" : "list";
        _requests.Enqueue(new ScriptedRequest(resource, verb, context.Request.QueryString.Value ?? "", context.Request.Headers.Authorization, Time.GetUtcNow(), context.Request.Protocol, context.Request.Host.Host, context.Connection.ClientCertificate?.Subject));
        var call = new ScriptedCall(this, context, resource);
        try
        {
            if (_next.TryGetValue($"{resource} {verb}", out var queue) && queue.TryDequeue(out var once))
                await once(call);
            else if (_always.TryGetValue($"{resource} {verb}", out var always) || _always.TryGetValue($"* {verb}", out always) || _always.TryGetValue("* *", out always))
                await always(call);
            else
                await UsualAsync(call, verb);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone, as many tests make it do.
        }
    }

    public Task UsualAsync(ScriptedCall call, string verb) => verb switch
    {
        "watch" => WatchAsync(call),
        "list" => call.JsonAsync(List(call)),
        _ when call.Resource == "kube-system" => call.JsonAsync(new JsonObject { ["metadata"] = new JsonObject { ["name"] = "kube-system", ["uid"] = SystemUid } }),
        _ when call.Resource == "version" => call.JsonAsync(new JsonObject { ["gitVersion"] = "v1.99.0" }),
        _ => call.StatusAsync(404, "NotFound"),
    };

    private JsonObject List(ScriptedCall call)
    {
        var limit = int.TryParse(call.Query("limit"), CultureInfo.InvariantCulture, out var given) ? given : int.MaxValue;
        var skip = int.TryParse(call.Query("continue"), CultureInfo.InvariantCulture, out var continued) ? continued : 0;
        lock (_gate)
        {
            var all = _objects.Where(entry => entry.Key.StartsWith(call.Resource + " ", StringComparison.Ordinal)).Select(entry => entry.Value).ToList();
            return ListBody(call.Resource, [.. all.Skip(skip).Take(limit)], _version, skip + limit < all.Count ? $"{skip + limit}" : null);
        }
    }

    public static JsonObject ListBody(string resource, IReadOnlyList<JsonObject> items, long version, string? next) => new()
    {
        ["kind"] = WatchedResource.All.First(watched => watched.Plural == resource).Kind + "List",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["continue"] = next },
        ["items"] = new JsonArray([.. items.Select(item => item.DeepClone())]),
    };

    private async Task WatchAsync(ScriptedCall call)
    {
        var from = long.Parse(call.Query("resourceVersion")!, CultureInfo.InvariantCulture);
        if (from < _compactedTo)
        {
            await call.EventAsync("ERROR", ScriptedCall.Status(410, "Expired"));
            return;
        }

        Task ended;
        lock (_gate)
            ended = _ended.Task;
        await call.OpenAsync();
        Interlocked.Increment(ref _openWatches);
        try
        {
            while (!ended.IsCompleted)
            {
                Task news;
                List<(long Version, string Resource, string Type, JsonObject Object)> events;
                lock (_gate)
                {
                    news = _news.Task;
                    events = [.. _history.Where(entry => entry.Version > from && (entry.Resource == call.Resource || entry.Resource == "*"))];
                }

                foreach (var (version, _, type, subject) in events)
                {
                    await call.EventAsync(type, type == "BOOKMARK" ? ScriptedCall.BookmarkAt(version) : subject);
                    from = version;
                }

                await KeepSilentAsync(Task.WhenAny(news, ended).WaitAsync(call.Aborted));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _openWatches);
        }
    }

    private void Tell()
    {
        var told = _news;
        _news = NewSignal();
        told.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
