using System.Globalization;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>What cannot be traced, in words.</summary>
public static class UntraceableWords
{
    /// <summary>The page in a sentence or two.</summary>
    public static string Sentence(UntraceableAnswer answer)
    {
        if (answer.Pods == 0)
            return "No pod runs an image that should be traceable.";
        var ghosts = answer.Groups.Where(IsGhost).ToArray();
        var share = $"{Wording.Percent(answer.TracedPods, answer.Pods)} of pods are traced to a commit.";
        if (ghosts.Length == 0)
            return $"{share} Nothing is left to mend.";
        var images = ghosts.Sum(group => group.Images.Count);
        return $"{share} {Wording.Count(images, "image is not", "images are not")}: {Wording.Join([.. ghosts.Select(group => $"{group.Images.Count} {GhostWords.Reason(group.Status)}")], 4)}.";
    }

    /// <summary>Whether somebody should mend the images of the group.</summary>
    public static bool IsGhost(UntraceableGroup group) => group.Status is not ("Pending" or "External");

    /// <summary>The heading of a group.</summary>
    public static string Title(string status) => status switch
    {
        "Pending" => "The Git host is still being asked",
        "External" => "Images of someone else's",
        _ => GhostWords.Title(status),
    };

    /// <summary>The tag of a group.</summary>
    public static TagFace Face(UntraceableGroup group) => group.Status switch
    {
        "Pending" => new("still", Glyphs.Pending, "pending"),
        "External" => new("still", Glyphs.External, "external"),
        var status => new("bad", Glyphs.Ghost, GhostWords.Reason(status)),
    };

    /// <summary>Where an image runs and whose it is.</summary>
    public static string Places(UntraceableImage image) =>
        $"{Wording.Count(image.Pods, "pod")} of {Wording.Isolated(Wording.Join(image.Services))} in {Wording.Isolated(Wording.Join(image.Environments))}";

    /// <summary>How a share moved in the last month, or null.</summary>
    public static string? Change(ShareAnswer share) => share is { PodsBefore: > 0 and var pods, TracedPodsBefore: { } traced }
        ? $"{Wording.Percent(traced, pods)} a month ago"
        : null;

    /// <summary>What the chart shows, for who cannot see it.</summary>
    public static string Chart(IReadOnlyList<DailyShareAnswer> days) =>
        string.Create(CultureInfo.InvariantCulture, $"Traceable share by day: {Wording.Percent(days[0].TracedPods, days[0].Pods)} on {days[0].Day:d MMM}, {Wording.Percent(days[^1].TracedPods, days[^1].Pods)} on {days[^1].Day:d MMM}.");
}
