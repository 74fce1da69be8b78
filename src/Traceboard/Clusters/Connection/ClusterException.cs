namespace Traceboard.Clusters.Connection;

/// <summary>What kind of answer, or lack of one, a <see cref="ClusterException"/> tells of.</summary>
public enum ClusterFault
{
    /// <summary>The kubeconfig or a file it names cannot be used.</summary>
    Configuration,

    /// <summary>Refused, unknown host name, reset, or no answer in time.</summary>
    Unreachable,

    /// <summary>The server's certificate does not prove who it is.</summary>
    Untrusted,

    /// <summary>401, or no credential could be had.</summary>
    Unauthorized,

    /// <summary>403: a verb is missing.</summary>
    Forbidden,

    /// <summary>404: the server does not know this collection.</summary>
    Absent,

    /// <summary>410: the resource version or continue token is too old.</summary>
    Expired,

    /// <summary>429, or another refusal that names a time to wait.</summary>
    Busy,

    /// <summary>The resource version lies ahead of what the server knows.</summary>
    TooNew,

    /// <summary>Any other refusal.</summary>
    Refused,

    /// <summary>The bytes are not what the API promises.</summary>
    Undecodable,
}

/// <summary>
/// The only exception that leaves this room's connection. Its message is one line for people: what happened, to
/// what, what to do. It never holds a credential, a header or a response body.
/// </summary>
public sealed class ClusterException(ClusterFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What kind of answer, or lack of one.</summary>
    public ClusterFault Fault { get; } = fault;

    /// <summary>How long the server asked to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
