namespace Traceboard.Sources.Http;

/// <summary>What a Git host is shown to be let in. An unchanged credential is the same <see cref="Secret"/> instance each time.</summary>
internal abstract class GitHostCredential
{
    public abstract bool IsConfigured { get; }

    /// <summary>What to say, in one line, when the host does not accept it.</summary>
    public abstract string Refusal { get; }

    /// <summary>What to do then.</summary>
    public abstract string Remedy { get; }

    /// <summary>The credential as it is now, or null where none is configured.</summary>
    /// <exception cref="GitHostException">It cannot be had.</exception>
    public abstract ValueTask<Secret?> ReadAsync(CancellationToken cancellationToken);

    /// <summary>The host did not accept it.</summary>
    public virtual void Refused(Secret secret)
    {
    }
}
