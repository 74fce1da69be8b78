using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>The HTTP side of a simulated API server.</summary>
internal sealed class ClusterApi(ObjectStore store, ClusterFaults faults, RequestLog requests, SimulatedClusterOptions options)
{
    private const int LargestReview = 64 * 1024;
    private readonly ListAnswer _lists = new(store);
    private readonly WatchAnswer _watches = new(store, faults, options.TimeProvider, options.BookmarkInterval);

    public async Task AnswerAsync(HttpContext context)
    {
        var seen = faults.SignalCount;
        var request = ClusterRequest.TryRead(context.Request);
        var path = context.Request.Path.Value ?? "";
        var verb = request?.Verb ?? (HttpMethods.IsPost(context.Request.Method) ? "create" : "get");
        requests.Add(new RequestEntry(verb, path, context.Request.QueryString.Value ?? "", context.Request.Host.Value ?? ""));
        var resource = request?.Resource.Plural ?? path.Split('/')[^1];
        if (faults.DelayOf(resource) is { Ticks: > 0 } delay)
            await Task.Delay(delay, options.TimeProvider, context.RequestAborted);

        var encoding = EncodingOf(context.Request);
        if (faults.Take(resource, verb) is { } refusal)
        {
            if (refusal.Status == 0)
                context.Abort();
            else
                await RefuseAsync(context, encoding, KubernetesStatus.OfCode(refusal.Status, refusal.RetryAfterSeconds, resource));
            return;
        }

        if (context.Request.Headers.Authorization.ToString() != $"Bearer {options.Token}")
            await RefuseAsync(context, encoding, KubernetesStatus.OfCode(401, null, resource));
        else if (request is null)
            await AnswerOtherAsync(context, path, encoding);
        else if (await AnswerAsync(context, request, encoding, seen) is { } status)
            await RefuseAsync(context, encoding, status);
    }

    private async Task<KubernetesStatus?> AnswerAsync(HttpContext context, ClusterRequest request, WireEncoding encoding, int seen)
    {
        if (context.Request.Query.ContainsKey("labelSelector") || context.Request.Query.ContainsKey("fieldSelector"))
            return new KubernetesStatus(400, "BadRequest", "the simulated cluster does not know selectors");
        switch (request.Verb)
        {
            case "list":
                return await _lists.WriteAsync(context, request, encoding);
            case "watch":
                return await _watches.WriteAsync(context, request, encoding, seen);
            default:
                if (store.Find(request.Resource, request.Namespace, request.Name) is not { } stored)
                    return new KubernetesStatus(404, "NotFound", $"{request.Resource} \"{request.Name}\" not found");
                context.Response.ContentType = encoding.ContentType;
                encoding.Object(stored, context.Response.BodyWriter);
                await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
                return null;
        }
    }

    private async Task AnswerOtherAsync(HttpContext context, string path, WireEncoding encoding)
    {
        if (HttpMethods.IsPost(context.Request.Method))
        {
            await AnswerReviewAsync(context, path, encoding);
            return;
        }

        switch (path)
        {
            case "/version":
                await JsonAsync(context, 200, new JsonObject { ["major"] = "1", ["minor"] = "34", ["gitVersion"] = "v1.34.1", ["platform"] = "linux/amd64" });
                break;
            case "/healthz" or "/livez" or "/readyz":
                context.Response.ContentType = "text/plain";
                await context.Response.WriteAsync("ok", context.RequestAborted);
                break;
            default:
                context.Response.StatusCode = 404;
                context.Response.ContentType = "text/plain; charset=utf-8";
                await context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
                break;
        }
    }

    private async Task AnswerReviewAsync(HttpContext context, string path, WireEncoding encoding)
    {
        if (context.Request.ContentLength > LargestReview)
        {
            await RefuseAsync(context, encoding, KubernetesStatus.OfCode(400, null, path));
            return;
        }

        try
        {
            var asked = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (AccessReview.Answer(path, asked as JsonObject, faults) is { } answer)
                await JsonAsync(context, 201, answer);
            else
                await RefuseAsync(context, encoding, KubernetesStatus.OfCode(403, null, path));
        }
        catch (JsonException)
        {
            await RefuseAsync(context, encoding, KubernetesStatus.OfCode(400, null, path));
        }
    }

    private static async Task JsonAsync(HttpContext context, int code, JsonObject body)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private static async Task RefuseAsync(HttpContext context, WireEncoding encoding, KubernetesStatus status)
    {
        if (context.Response.HasStarted)
            return;
        context.Response.StatusCode = status.Code;
        context.Response.ContentType = encoding.ContentType;
        if (status.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        encoding.Status(status, context.Response.BodyWriter);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>The first of the accepted types that is served; JSON for a client that asks for none of them.</summary>
    private static WireEncoding EncodingOf(HttpRequest request)
    {
        var accepted = request.Headers.Accept.ToString();
        var protobuf = accepted.IndexOf(WireEncoding.Protobuf.ContentType, StringComparison.OrdinalIgnoreCase);
        var json = accepted.IndexOf(WireEncoding.Json.ContentType, StringComparison.OrdinalIgnoreCase);
        return protobuf >= 0 && (json < 0 || protobuf < json) ? WireEncoding.Protobuf : WireEncoding.Json;
    }
}
