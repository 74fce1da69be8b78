namespace Traceboard.Sources.Http;

/// <summary>A call to a Git host that brought no answer. The message is one line for people and never holds a credential.</summary>
internal sealed class GitHostException(GitHostFault fault, string message, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(message, inner)
{
    public GitHostFault Fault { get; } = fault;

    /// <summary>How long the host is not to be asked again, or null where nobody said.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>Whether a smaller question may be answered where this one was not.</summary>
    public bool MayBeTooMuch => Fault is GitHostFault.TimedOut or GitHostFault.ServerError or GitHostFault.Garbled or GitHostFault.TooLarge;

    public CommitAnswer ToAnswer() => Fault == GitHostFault.CredentialRefused
        ? new CommitAnswer.Forbidden(Message)
        : new CommitAnswer.Failed(Message, RetryAfter);
}

/// <summary>Why a call brought no answer.</summary>
internal enum GitHostFault
{
    /// <summary>Not asked, or turned away: a limit, or a host that failed too often.</summary>
    Paused,

    /// <summary>The token cannot be read.</summary>
    CredentialMissing,

    /// <summary>The host does not accept the token.</summary>
    CredentialRefused,

    /// <summary>No connection.</summary>
    Unreachable,

    /// <summary>No full answer in time.</summary>
    TimedOut,

    /// <summary>Answered 500 or above.</summary>
    ServerError,

    /// <summary>The answer is not what the API promises.</summary>
    Garbled,

    /// <summary>The answer is larger than is read.</summary>
    TooLarge,

    /// <summary>What is there is whole and of a kind that is not read; asking again changes nothing.</summary>
    Unsupported,

    /// <summary>The host refuses what was asked, and not whoever asked.</summary>
    Denied,

    /// <summary>Redirected where it is not followed.</summary>
    Redirected,
}
