using Traceboard.Simulation.GitHosts;

namespace Traceboard.Simulation.Fleet;

/// <summary>Writes the tag that a pipeline gives to the image of a commit.</summary>
internal static class ImageTags
{
    public static string Of(TagStyle style, GitCommit commit) => style switch
    {
        TagStyle.ShaPrefix => "sha-" + commit.Sha[..7],
        TagStyle.Short => commit.Sha[..8],
        TagStyle.Full => commit.Sha,
        TagStyle.BranchAndTime => $"main-{commit.Sha[..7]}-{commit.CommittedAt.ToUnixTimeSeconds()}",
        TagStyle.Describe => $"v1.{4 + (commit.Order / 20)}.0-{(commit.Order % 20) + 1}-g{commit.Sha[..7]}",
        TagStyle.Calendar => $"{commit.CommittedAt.Year}.{commit.CommittedAt.Month}.{commit.CommittedAt.Day}-{commit.Sha[..9]}",
        _ => throw new ArgumentOutOfRangeException(nameof(style), style, "No such style."),
    };

    /// <summary>What a ghost runs instead of a proper tag.</summary>
    public static string OfGhost(ServicePlan service, GitCommit? commit) => service.Ghost switch
    {
        Ghost.Latest => service.Image + ":latest",
        Ghost.NoTag => service.Image,
        Ghost.Branch => service.Image + ":main",
        Ghost.Version => service.Image + ":2.14.3",
        Ghost.Unmapped => $"{service.Image}:{Seeded.Sha(service.Image)[..8]}",
        Ghost.UnknownSha => $"{service.Image}:sha-{Seeded.Sha("rewritten/" + service.Image)[..7]}",
        Ghost.TwoDigests => service.Image + ":1.9.0",
        Ghost.Annotated => service.Image + ":3.2.0",
        Ghost.LabelledBranch => service.Image + ":main",
        Ghost.InheritedLabels => service.Image + ":4.1.0",
        _ => $"{service.Image}:{Of(service.Tags, commit!)}",
    };
}
