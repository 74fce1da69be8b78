using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.GitHosts;

/// <summary>
/// What every request to a Git host passes: counting, scripted faults, the token, the budget, and ETags (an answer that
/// did not change costs nothing).
/// </summary>
internal sealed class HostGate(SimulatedHostOptions options, HostWords words, RequestLog requests, HostFaults faults, Func<HttpContext, string?> token, Func<HttpContext, Task<HostAnswer>> answer)
{
    private readonly HostBudget _budget = new(options);

    public async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        requests.Add(new RequestEntry(context.Request.Method, path, context.Request.QueryString.Value ?? "", context.Request.Host.Value ?? ""));
        if (faults.Take(path) is { } script && !await GoesOnAsync(context, script))
            return;
        if (token(context) != options.Token)
        {
            await WriteAsync(context, 401, JsonSerializer.SerializeToUtf8Bytes(new { message = words.Unauthorized }));
            return;
        }

        var given = await answer(context);
        var body = JsonSerializer.SerializeToUtf8Bytes(given.Body);
        var tag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(body))[..32]}\"";
        var unchanged = given.Status == 200 && context.Request.Headers.IfNoneMatch.ToString().Contains(tag, StringComparison.Ordinal);
        var (granted, remaining, resetsAt) = _budget.Spend(unchanged ? 0 : 1);
        WriteBudget(context, remaining, resetsAt);
        if (!granted)
        {
            await WriteAsync(context, words.LimitStatus, JsonSerializer.SerializeToUtf8Bytes(new { message = words.Limit }));
            return;
        }

        if (given.Status == 200 && HttpMethods.IsGet(context.Request.Method))
            context.Response.Headers.ETag = tag;
        if (given.Link is not null)
            context.Response.Headers.Link = given.Link;
        if (unchanged)
            context.Response.StatusCode = 304;
        else
            await WriteAsync(context, given.Status, body);
    }

    private async Task<bool> GoesOnAsync(HttpContext context, HostFaults.Script script)
    {
        if (script.RetryAfterSeconds is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        switch (script.Fault)
        {
            case HostFault.Slow:
                await Task.Delay(script.Delay, options.TimeProvider, context.RequestAborted);
                return true;
            case HostFault.Reset:
                context.Abort();
                return false;
            case HostFault.BadGateway:
                context.Response.ContentType = "text/html";
                context.Response.StatusCode = 502;
                await context.Response.WriteAsync("<html><body><h1>502 Bad Gateway</h1></body></html>", context.RequestAborted);
                return false;
            case HostFault.PrimaryLimit:
                WriteBudget(context, 0, options.TimeProvider.GetUtcNow() + options.Window);
                break;
            default:
                break;
        }

        var (status, message) = script.Fault switch
        {
            HostFault.TooManyRequests => (429, words.Limit),
            HostFault.PrimaryLimit => (words.LimitStatus, words.Limit),
            HostFault.SecondaryLimit => (403, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."),
            HostFault.Unauthorized => (401, words.Unauthorized),
            HostFault.Garbage => (200, null),
            _ => (500, "Internal Server Error"),
        };
        await WriteAsync(context, status, message is null ? Encoding.UTF8.GetBytes("{\"id\": 12, \"sha") : JsonSerializer.SerializeToUtf8Bytes(new { message }));
        return false;
    }

    private void WriteBudget(HttpContext context, int remaining, DateTimeOffset resetsAt)
    {
        var headers = context.Response.Headers;
        headers[words.HeaderPrefix + "Limit"] = options.Limit.ToString(CultureInfo.InvariantCulture);
        headers[words.HeaderPrefix + "Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        headers[words.HeaderPrefix + words.UsedHeader] = (options.Limit - remaining).ToString(CultureInfo.InvariantCulture);
        headers[words.HeaderPrefix + "Reset"] = resetsAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    private static async Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}

/// <summary>The words in which a kind of host refuses.</summary>
internal sealed record HostWords(string Unauthorized, string Limit, int LimitStatus, string HeaderPrefix, string UsedHeader)
{
    public static readonly HostWords GitHub = new("Bad credentials", "API rate limit exceeded for user ID 1.", 403, "X-RateLimit-", "Used");
    public static readonly HostWords GitLab = new("401 Unauthorized", "Too Many Requests", 429, "RateLimit-", "Observed");
}
