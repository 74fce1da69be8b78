using Traceboard.Images;
using Traceboard.Sources;
using Traceboard.Sources.Mending;

namespace Traceboard.Answers.Untraceable;

/// <summary>Which repositories the fleet itself proves: those of the images whose commit was found.</summary>
internal static class ProvenImages
{
    public static IReadOnlyList<ProvenSource> Of(IEnumerable<RunningImage> images) =>
    [
        .. images
            .Select(image => image.Trace.Revision is { } revision && ImageReference.TryParse(image.Image, out var reference)
                ? new ProvenSource(reference.Name, new Repository(revision.Host, revision.Repository))
                : null)
            .OfType<ProvenSource>()
            .Distinct(),
    ];
}
