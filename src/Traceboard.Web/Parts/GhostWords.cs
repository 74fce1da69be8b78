namespace Traceboard.Web.Parts;

/// <summary>What is said of an image that has no commit.</summary>
public static class GhostWords
{
    /// <summary>The reason in two to five words.</summary>
    public static string Reason(string status) => status switch
    {
        "Moving" => "moving tag",
        "NoRevision" => "no SHA in the tag",
        "Unmapped" => "no mapping rule",
        "NotFound" => "commit not found",
        "Ambiguous" => "ambiguous",
        "Forbidden" => "no access",
        "Conflict" => "evidence disagrees",
        _ => "not traced",
    };

    /// <summary>The reason as a short sentence without its stop.</summary>
    public static string Title(string status) => status switch
    {
        "Moving" => "No one can say what this is",
        "NoRevision" => "The tag names no commit",
        "Unmapped" => "No rule names its repository",
        "NotFound" => "Its repository has no such commit",
        "Ambiguous" => "More than one commit fits the tag",
        "Forbidden" => "The Git host lets no one look",
        "Conflict" => "Its clues disagree",
        _ => "No commit is known",
    };

    /// <summary>What to do, for where the trace itself does not say it.</summary>
    public static string Fix(string status) => status switch
    {
        "Moving" => "Tag the image with the commit it is built from, and deploy that tag instead of one that moves.",
        "NoRevision" => "Put the commit's SHA into the tag, beside the version if you like.",
        "Unmapped" => "Name the repository of these images with a rule under Traceboard:Sources.",
        "NotFound" => "Push the commit to the repository that the mapping rule names, or mend the rule if it names the wrong one.",
        "Ambiguous" => "Use more digits of the SHA in the tag; all forty are best.",
        "Forbidden" => "Give the Git host's token the right to read this repository.",
        "Conflict" => "Build the image anew so that its tag and its labels name the same commit; the clues below show which disagree. Where its repository is another than before, confirm it as the reason says.",
        _ => "Run traceboard trace with this image; it tells step by step what was tried.",
    };

    /// <summary>A line to paste and where it belongs, or null where no line mends it.</summary>
    public static (string Where, string Line)? Remedy(string status, string image, string? reason)
    {
        var name = ImageWords.WithoutTag(image);
        return status switch
        {
            "Moving" or "Ambiguous" => ("In the build that makes it:", $"docker build -t {name}:$(git rev-parse HEAD) ."),
            "NoRevision" => ("In the build that makes it:", $"docker build -t {name}:1.2.3-$(git rev-parse HEAD) ."),
            "Unmapped" => ("Under Traceboard:Sources, with your own repository:", Rule(reason) ?? $"{{ \"Image\": \"{name}\", \"Repository\": \"HOST:OWNER/REPOSITORY\" }}"),
            _ => null,
        };
    }

    /// <summary>The rule that the reason suggests, as it stands in its sentence.</summary>
    private static string? Rule(string? reason)
    {
        var start = reason?.IndexOf("{ \"Image\"", StringComparison.Ordinal) ?? -1;
        var end = reason?.LastIndexOf('}') ?? -1;
        return start >= 0 && end > start ? Wording.Plain(reason![start..(end + 1)]) : null;
    }
}
