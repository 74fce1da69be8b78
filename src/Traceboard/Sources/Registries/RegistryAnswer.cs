using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>What a registry said.</summary>
public abstract record RegistryAnswer
{
    private RegistryAnswer() { }

    /// <summary>The digest that a tag stands for now.</summary>
    public sealed record Digest(string Value) : RegistryAnswer;

    /// <summary>What the image says of its source. Final: the digest was verified.</summary>
    public sealed record Image(RegistryImage Value) : RegistryAnswer;

    /// <summary>The image is there and is of a kind that is not read. Final for a digest.</summary>
    public sealed record Unreadable(string Detail) : RegistryAnswer;

    /// <summary>The registry has no such image. It may have had one, or may get one.</summary>
    public sealed record Missing(string Detail) : RegistryAnswer;

    /// <summary>The registry refuses; it may not once the credential is mended.</summary>
    public sealed record Refused(string Detail) : RegistryAnswer;

    /// <summary>We do not know: time-out, limit, fault. Ask again not before <paramref name="RetryAfter"/>.</summary>
    public sealed record Failed(string Detail, TimeSpan? RetryAfter) : RegistryAnswer;

    internal static RegistryAnswer Of(GitHostException exception) => exception.Fault switch
    {
        GitHostFault.Unsupported => new Unreadable(exception.Message),
        GitHostFault.CredentialRefused or GitHostFault.Denied => new Refused(exception.Message),
        _ => new Failed(exception.Message, exception.RetryAfter),
    };
}
