using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Traceboard.Simulation.Registry;

/// <summary>How a registry lets people in.</summary>
public enum RegistryDoor
{
    /// <summary>Anybody may read.</summary>
    Open,

    /// <summary>User name and password with each request.</summary>
    Basic,

    /// <summary>A token for each repository, from a token service.</summary>
    Bearer,
}

/// <summary>A request as the registry saw it.</summary>
internal sealed record RegistryEntry(string Method, string Target, string Authorization, string Accept);

/// <summary>The reading half of the OCI distribution API, with its token service at <c>/token</c>.</summary>
internal sealed class SimulatedRegistry : IAsyncDisposable
{
    private readonly ConcurrentQueue<RegistryEntry> _requests = new();
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private LoopbackServer? _server;
    private int _issued;

    public const string UserName = "reader";
    public const string Password = "simulated-password";

    public Uri Address => _server?.Address ?? throw new InvalidOperationException("The registry is not started.");

    public RegistryStore Store { get; } = new();

    public RegistryDoor Door { get; set; }

    /// <summary>Whether anybody gets tokens for reading; otherwise only <see cref="UserName"/>.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Where tokens are had, if not at <c>/token</c> here.</summary>
    public string? Realm { get; set; }

    /// <summary>Where blobs are redirected to; the path and digest follow.</summary>
    public Uri? Storage { get; set; }

    /// <summary>Answers in place of the registry: true when it did.</summary>
    public Func<HttpContext, Task<bool>>? Script { get; set; }

    public IReadOnlyList<RegistryEntry> Requests => [.. _requests];

    public static async Task<SimulatedRegistry> StartAsync(CancellationToken cancellationToken)
    {
        var registry = new SimulatedRegistry();
        registry._server = await LoopbackServer.StartAsync(registry.AnswerAsync, certificate: null, cancellationToken);
        return registry;
    }

    public void Forget() => _requests.Clear();

    /// <summary>All tokens are void, as after a restart with another key.</summary>
    public void RevokeTokens() => _tokens.Clear();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        _requests.Enqueue(new RegistryEntry(context.Request.Method, target, context.Request.Headers.Authorization.ToString(), context.Request.Headers.Accept.ToString()));
        if (Script is { } script && await script(context))
            return;
        if (context.Request.Path == "/token")
            await IssueAsync(context);
        else if (RegistryPath.Parse(context.Request.Path.Value ?? "") is not { } path)
            await ErrorAsync(context, 404, "UNSUPPORTED");
        else if (IsLetIn(context, path.Repository))
            await ReadAsync(context, path);
        else
            await ChallengeAsync(context, path.Repository);
    }

    private bool IsLetIn(HttpContext context, string repository)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        return Door switch
        {
            RegistryDoor.Open => true,
            RegistryDoor.Basic => IsUser(authorization),
            _ => authorization.StartsWith("Bearer ", StringComparison.Ordinal) && _tokens.TryGetValue(authorization["Bearer ".Length..], out var scope)
                && (repository.Length == 0 || scope == $"repository:{repository}:pull"),
        };
    }

    private Task ChallengeAsync(HttpContext context, string repository)
    {
        context.Response.Headers.WWWAuthenticate = Door is RegistryDoor.Basic
            ? "Basic realm=\"simulated\""
            : $"Bearer realm=\"{Realm ?? new Uri(Address, "/token").AbsoluteUri}\",service=\"simulated\"{(repository.Length == 0 ? "" : $",scope=\"repository:{repository}:pull\"")}";
        return ErrorAsync(context, 401, "UNAUTHORIZED");
    }

    private Task IssueAsync(HttpContext context)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length > 0 ? !IsUser(authorization) : !IsPublic)
            return ErrorAsync(context, 401, "UNAUTHORIZED");
        var token = $"simulated-token-{Interlocked.Increment(ref _issued)}";
        _tokens[token] = context.Request.Query["scope"].ToString();
        return JsonAsync(context, 200, new JsonObject { ["token"] = token, ["expires_in"] = 300 });
    }

    private async Task ReadAsync(HttpContext context, RegistryPath path)
    {
        if (path.Repository.Length == 0)
        {
            await JsonAsync(context, 200, []);
            return;
        }

        var digest = Store.Find(path.Repository, path.Reference);
        if (digest is null || Store.Content(path.Repository, digest) is not { } content)
        {
            await ErrorAsync(context, 404, path.IsBlob ? "BLOB_UNKNOWN" : "MANIFEST_UNKNOWN");
            return;
        }

        if (path.IsBlob && Storage is { } storage)
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = new Uri(storage, $"/v2/{path.Repository}/blobs/{digest}?signature=simulated").AbsoluteUri;
            return;
        }

        context.Response.Headers["Docker-Content-Digest"] = digest;
        context.Response.ContentType = path.IsBlob ? "application/octet-stream" : content.MediaType;
        context.Response.ContentLength = content.Bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(content.Bytes, context.RequestAborted);
    }

    private static bool IsUser(string authorization) =>
        authorization == "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}"));

    private static Task ErrorAsync(HttpContext context, int status, string code) =>
        JsonAsync(context, status, new JsonObject { ["errors"] = new JsonArray(new JsonObject { ["code"] = code }) });

    private static Task JsonAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(RegistryStore.Bytes(body), context.RequestAborted).AsTask();
    }
}
