using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Tests.Fakes;

/// <summary>A request to a <see cref="ScriptedApiServer"/> and the means to answer it byte by byte.</summary>
internal sealed class ScriptedCall(ScriptedApiServer server, HttpContext context, string resource)
{
    public ScriptedApiServer Server { get; } = server;

    public string Resource { get; } = resource;

    public CancellationToken Aborted => context.RequestAborted;

    public HttpContext Context => context;

    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Answers as without a script.</summary>
    public Task UsualAsync() => Server.UsualAsync(this, context.Request.Query.ContainsKey("watch") ? "watch" : context.Request.Path.Value!.EndsWith("kube-system", StringComparison.Ordinal) ? "get" : "list");

    public static JsonObject Status(int code, string reason, string message = "scripted", string? cause = null) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["details"] = cause is null ? null : new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = cause, ["message"] = message }) },
        ["code"] = code,
    };

    public static JsonObject BookmarkAt(long version) => new()
    {
        ["kind"] = "Pod",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) },
    };

    public async Task StatusAsync(int code, string reason, string? retryAfter = null, string message = "scripted", string? cause = null)
    {
        context.Response.StatusCode = code;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        await JsonAsync(Status(code, reason, message, cause));
    }

    public async Task JsonAsync(JsonObject body)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), Aborted);
    }

    /// <summary>Accepts a watch: sends the headers.</summary>
    public async Task OpenAsync()
    {
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync(Aborted);
        await context.Response.Body.FlushAsync(Aborted);
    }

    public Task EventAsync(string type, JsonObject subject) =>
        RawAsync(new JsonObject { ["type"] = type, ["object"] = subject.DeepClone() }.ToJsonString() + "\n");

    public async Task RawAsync(string text)
    {
        context.Response.ContentType ??= "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), Aborted);
        await context.Response.Body.FlushAsync(Aborted);
    }

    /// <summary>Says nothing more and keeps the connection until the client gives it up.</summary>
    public Task HangAsync() => Server.KeepSilentAsync(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, Aborted));

    /// <summary>Accepts a watch and then says nothing, as a peer that has vanished.</summary>
    public async Task FallSilentAsync()
    {
        await OpenAsync();
        await HangAsync();
    }

    public void Abort() => context.Abort();
}
