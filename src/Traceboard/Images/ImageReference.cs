using System.Diagnostics.CodeAnalysis;

namespace Traceboard.Images;

/// <summary>
/// An image reference by the OCI/Docker grammar, normalised: registry and repository always present
/// (<c>nginx</c> is <c>docker.io/library/nginx</c>), tag and digest only where written.
/// </summary>
public sealed record ImageReference
{
    /// <summary>Registry host, with port where written, in lower case.</summary>
    public required string Registry { get; init; }

    /// <summary>Path of the repository, without the registry.</summary>
    public required string Repository { get; init; }

    /// <summary>Tag, or null where none is written.</summary>
    public string? Tag { get; init; }

    /// <summary>Digest with its algorithm (<c>sha256:…</c>), or null.</summary>
    public string? Digest { get; init; }

    /// <summary>Registry and repository: what mapping rules match.</summary>
    public string Name => $"{Registry}/{Repository}";

    /// <summary>Parses a reference as a pod's spec may hold it. Never throws; hostile text answers false.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference) =>
        ImageReferenceGrammar.TryParse(text, out reference);

    /// <inheritdoc/>
    public override string ToString() => Name + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);
}
