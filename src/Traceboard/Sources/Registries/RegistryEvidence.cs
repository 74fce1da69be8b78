using Traceboard.Images;
using Traceboard.Sources.Registries.Labels;

namespace Traceboard.Sources.Registries;

/// <summary>
/// What configured registries tell of a build. The base image is looked at where the image names one of a configured
/// registry; while that cannot be had, nothing is said at all, because inherited labels could not be told apart.
/// </summary>
internal sealed class RegistryEvidence(ConfiguredRegistries registries, Tracer tracer) : IImageEvidence
{
    /// <summary>Someone else's images would cost pulls for nothing.</summary>
    public bool CanRead(ImageReference image) => registries.Find(image) is not null && tracer.Plan(image.ToString()).Settled is not TraceStatus.External;

    public async Task<ImageEvidenceAnswer> ReadAsync(ImageReference image, string? digest, CancellationToken cancellationToken)
    {
        if (registries.Find(image) is not { } registry)
            return new ImageEvidenceAnswer.Missing($"The registry {image.Registry} is not among Traceboard:Registries, so it is not asked.");

        var running = digest ?? image.Digest;
        if (running is null)
        {
            var found = await registry.FindDigestAsync(image, cancellationToken);
            if (found is not RegistryAnswer.Digest { Value: var told })
                return Unread(found, image.ToString());
            running = told;
        }

        return await registry.ReadAsync(image, running, cancellationToken) switch
        {
            RegistryAnswer.Image { Value: var read } => await JudgeAsync(registry, image, running, read, cancellationToken),
            var other => Unread(other, running),
        };
    }

    private async Task<ImageEvidenceAnswer> JudgeAsync(Registry registry, ImageReference image, string running, RegistryImage read, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> digests = Digests(read);
        if (image.Tag is not null && read.Platforms is [{ Digest: var only }] && only == running)
        {
            var (whole, failure) = await WholeAsync(registry, image, running, cancellationToken);
            if (failure is not null)
                return failure;
            if (whole is not null)
            {
                digests = Digests(whole);
                read = read with { IndexClaims = whole.IndexClaims };
            }
        }

        var baseImage = BaseImage.Of(read);
        var (inherited, unknown) = baseImage is null ? (null, null) : await BaseAsync(baseImage, cancellationToken);
        return unknown ?? new ImageEvidenceAnswer.Read(LabelReader.Read(read, inherited, baseImage?.Reference.ToString() ?? ""), digests);
    }

    /// <summary>
    /// The index that the image's tag stands for, where the platform that runs is one of its own: runtimes tell now the
    /// digest of the one, now of the other, and both are one build.
    /// </summary>
    private static async Task<(RegistryImage? Whole, ImageEvidenceAnswer? Failure)> WholeAsync(Registry registry, ImageReference image, string running, CancellationToken cancellationToken)
    {
        var found = await registry.FindDigestAsync(image, cancellationToken);
        if (found is not RegistryAnswer.Digest { Value: var index })
            return (null, found is RegistryAnswer.Failed ? Unread(found, running) : null);
        if (index == running)
            return (null, null);
        var read = await registry.ReadAsync(image, index, cancellationToken);
        return read is RegistryAnswer.Image { Value: var whole } && whole.Platforms.Any(platform => platform.Digest == running)
            ? (whole, null)
            : (null, read is RegistryAnswer.Failed ? Unread(read, running) : null);
    }

    private async Task<(RegistryImage? Inherited, ImageEvidenceAnswer? Unknown)> BaseAsync(BaseImage named, CancellationToken cancellationToken)
    {
        if (registries.Find(named.Reference) is not { } registry)
            return (null, null);

        var digest = named.Digest;
        if (digest is null)
        {
            var found = await registry.FindDigestAsync(named.Reference, cancellationToken);
            if (found is RegistryAnswer.Failed)
                return (null, Unread(found, named.Reference.ToString()));
            digest = (found as RegistryAnswer.Digest)?.Value;
        }

        var read = digest is null ? null : await registry.ReadAsync(named.Reference, digest, cancellationToken);
        return read is RegistryAnswer.Failed ? (null, Unread(read, named.Reference.ToString())) : ((read as RegistryAnswer.Image)?.Value, null);
    }

    private static List<string> Digests(RegistryImage image) => [.. new[] { image.Digest }.Concat(image.Platforms.Select(platform => platform.Digest)).Distinct(StringComparer.Ordinal)];

    private static ImageEvidenceAnswer Unread(RegistryAnswer answer, string what) => answer switch
    {
        RegistryAnswer.Missing missing => new ImageEvidenceAnswer.Missing(missing.Detail),
        RegistryAnswer.Refused refused => new ImageEvidenceAnswer.Forbidden(refused.Detail),
        RegistryAnswer.Failed failed => new ImageEvidenceAnswer.Failed(failed.Detail, failed.RetryAfter),
        // It was read and holds nothing that can be used: that is final, and the reason is evidence.
        RegistryAnswer.Unreadable unreadable => new ImageEvidenceAnswer.Read([new SourceClaim { Kind = "ociLabel", Origin = what, Keys = "manifest", Refused = unreadable.Detail }], []),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} is read."),
    };
}
