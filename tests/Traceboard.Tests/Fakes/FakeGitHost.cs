using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Traceboard.Tests.Fakes;

/// <summary>
/// A Git host on a loopback port, with repositories written by the test. It notes every request, and a script may
/// answer in its place.
/// </summary>
internal abstract class FakeGitHost(TimeProvider time) : IAsyncDisposable
{
    private readonly ConcurrentQueue<FakeGitHostRequest> _requests = new();
    private WebApplication? _app;
    private int _inFlight;
    private int _received;
    private int _mostInFlight;

    protected TimeProvider Time => time;

    public abstract string Kind { get; }

    public string Url { get; private set; } = "";

    public Dictionary<string, FakeGitHostRepository> Repositories { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers in place of the host: true when it did.</summary>
    public Func<HttpContext, Task<bool>>? Script { get; set; }

    /// <summary>When set, nobody without it is answered.</summary>
    public string? RequiredToken { get; set; }

    /// <summary>Headers on every answer, as those that tell a budget.</summary>
    public Action<IHeaderDictionary>? Decorate { get; set; }

    public IReadOnlyList<FakeGitHostRequest> Requests => [.. _requests];

    public int MostInFlight => _mostInFlight;

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Requests since the start, forgotten ones included.</summary>
    public int Received => Volatile.Read(ref _received);

    public async Task StartAsync(Action<ListenOptions>? listen = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        Url = _app.Urls.Single();
    }

    public FakeGitHostRepository Add(string path) => Repositories[path] = new FakeGitHostRepository();

    public void Forget() => _requests.Clear();

    public async ValueTask DisposeAsync()
    {
        if (_app is { } app)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await app.StopAsync(now.Token);
            await app.DisposeAsync();
        }
    }

    protected abstract Task AnswerAsync(HttpContext context, string rawTarget);

    protected static Task JsonAsync(HttpContext context, int status, JsonNode? body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(body?.ToJsonString(JsonSerializerOptions.Default) ?? "null");
    }

    protected static Task RefuseAsync(HttpContext context, int status, string message) =>
        JsonAsync(context, status, new JsonObject { ["message"] = message });

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var authorization = context.Request.Headers.Authorization.ToString();
        _requests.Enqueue(new FakeGitHostRequest(context.Request.Method, target, authorization, context.Request.Headers.UserAgent.ToString(), time.GetUtcNow()));
        var now = Interlocked.Increment(ref _inFlight);
        Interlocked.Increment(ref _received);
        InterlockedMax(now);
        context.Response.Headers.Date = time.GetUtcNow().ToString("R");
        try
        {
            if (Script is { } script && await script(context))
                return;
            Decorate?.Invoke(context.Response.Headers);
            if (RequiredToken is { } token && !target.Contains("/app/", StringComparison.Ordinal) && !string.Equals(authorization, $"Bearer {token}", StringComparison.Ordinal))
                await RefuseAsync(context, 401, "Bad credentials");
            else
                await AnswerAsync(context, target);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    private void InterlockedMax(int now)
    {
        int seen;
        while ((seen = Volatile.Read(ref _mostInFlight)) < now && Interlocked.CompareExchange(ref _mostInFlight, now, seen) != seen)
        {
        }
    }
}

/// <summary>A request as the host saw it.</summary>
internal sealed record FakeGitHostRequest(string Method, string Target, string Authorization, string UserAgent, DateTimeOffset At);
