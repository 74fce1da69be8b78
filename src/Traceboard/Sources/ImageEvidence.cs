using Traceboard.Images;

namespace Traceboard.Sources;

/// <summary>
/// Reads what an image tells of where it came from: the annotations and labels that its registry serves. Implementations
/// keep the registry's manners, connect to configured hosts alone, verify digests, and cap what they read. What they
/// return are claims by whoever could push the image: the tracer asks for none of them outside the mapping.
/// </summary>
public interface IImageEvidence
{
    /// <summary>Whether the configuration lets this image's registry be asked at all. Never asks anybody.</summary>
    bool CanRead(ImageReference image);

    /// <summary>
    /// Reads one build. <paramref name="digest"/> is the digest that runs, or null where only the reference is known.
    /// Never throws for what the network or the registry does; throws only when cancelled.
    /// </summary>
    Task<ImageEvidenceAnswer> ReadAsync(ImageReference image, string? digest, CancellationToken cancellationToken);
}

/// <summary>What a registry said of a build.</summary>
public abstract record ImageEvidenceAnswer
{
    private ImageEvidenceAnswer() { }

    /// <summary>The build was read. Final for a digest.</summary>
    /// <param name="Claims">What it claims, the strongest first (index annotation, manifest annotation, label); empty where it claims nothing.</param>
    /// <param name="Digests">Digests that are one and the same build: of its index and of the manifest for each platform.</param>
    public sealed record Read(IReadOnlyList<SourceClaim> Claims, IReadOnlyList<string> Digests) : ImageEvidenceAnswer;

    /// <summary>The registry has no such image, or does not show it. May be remembered for a while.</summary>
    public sealed record Missing(string Detail) : ImageEvidenceAnswer;

    /// <summary>The registry refuses: the credential is missing, wrong, or may not pull.</summary>
    public sealed record Forbidden(string Detail) : ImageEvidenceAnswer;

    /// <summary>We do not know: time-out, limit, fault. Ask again not before <paramref name="RetryAfter"/>.</summary>
    public sealed record Failed(string Detail, TimeSpan? RetryAfter) : ImageEvidenceAnswer;
}

/// <summary>
/// What one place says of where an image came from: one set of labels or annotations. A claim, not a fact: the revision
/// counts once its Git host confirms it, and the source may only choose among the repositories that a mapping rule
/// allows for the image.
/// </summary>
public sealed record SourceClaim
{
    /// <summary><c>ociAnnotation</c>, <c>ociLabel</c> or <c>workloadAnnotation</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Who says so, for people and as identity: a digest, or <c>cluster/namespace/Kind/name</c>; at most 512 characters.</summary>
    public required string Origin { get; init; }

    /// <summary>The keys it was read from, separated by a comma and a space: <c>org.opencontainers.image.revision, …source</c>; at most 512 characters.</summary>
    public required string Keys { get; init; }

    /// <summary>The revision as written, or null: a full or short SHA, a text with a SHA in it, or a name; at most 256 characters.</summary>
    public string? Revision { get; init; }

    /// <summary>The address of the repository as written, or null; at most 512 characters. Never connected to.</summary>
    public string? Source { get; init; }

    /// <summary>The version as written, or null; at most 256 characters.</summary>
    public string? Version { get; init; }

    /// <summary>Why it does not count, such as "inherited from the base image docker.io/library/node:20", or null where it does.</summary>
    public string? Refused { get; init; }
}
