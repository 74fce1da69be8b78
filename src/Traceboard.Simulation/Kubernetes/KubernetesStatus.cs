using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>The <c>Status</c> with which an API server refuses.</summary>
internal sealed record KubernetesStatus(int Code, string Reason, string Message, int? RetryAfterSeconds = null, string? Cause = null)
{
    public static KubernetesStatus Expired(string message) => new(410, "Expired", message);

    public static KubernetesStatus OfCode(int code, int? retryAfterSeconds, string subject) => code switch
    {
        400 => new(code, "BadRequest", "the request is malformed"),
        401 => new(code, "Unauthorized", "Unauthorized"),
        403 => new(code, "Forbidden", $"{subject} is forbidden: User \"traceboard\" cannot access this resource at the cluster scope"),
        404 => new(code, "NotFound", "the server could not find the requested resource"),
        410 => Expired("The resourceVersion for the provided watch is too old."),
        429 => new(code, "TooManyRequests", "too many requests, please try again later", retryAfterSeconds),
        503 => new(code, "ServiceUnavailable", "apiserver is shutting down", retryAfterSeconds),
        504 => new(code, "Timeout", "Too large resource version", retryAfterSeconds ?? 1, "ResourceVersionTooLarge"),
        _ => new(code, "InternalError", "Internal error occurred: simulated fault", retryAfterSeconds),
    };

    public JsonObject ToNode()
    {
        var node = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Failure",
            ["message"] = Message,
            ["reason"] = Reason,
            ["code"] = Code,
        };
        if (RetryAfterSeconds is null && Cause is null)
            return node;
        var details = new JsonObject();
        if (RetryAfterSeconds is { } seconds)
            details["retryAfterSeconds"] = seconds;
        if (Cause is not null)
            details["causes"] = new JsonArray(new JsonObject { ["reason"] = Cause, ["message"] = "Too large resource version" });
        node["details"] = details;
        return node;
    }
}
