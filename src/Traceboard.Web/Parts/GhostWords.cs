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
        "Conflict" => "Its clues name different commits",
        _ => "No commit is known",
    };

    /// <summary>What to do about it.</summary>
    public static string Fix(string status) => status switch
    {
        "Moving" => "Tag the image with the commit it is built from, and deploy that tag instead of one that moves:",
        "NoRevision" => "Put the commit's SHA into the tag, beside the version if you like:",
        "Unmapped" => "Tell Traceboard which repository these images are built from, with a rule under Traceboard:Sources:",
        "NotFound" => "Push the commit to the repository that the rule names, or mend the rule if it names the wrong one:",
        "Ambiguous" => "Use more digits of the SHA in the tag; all forty are best:",
        "Forbidden" => "Give the Git host's token the right to read this repository (GitHub: Contents and Pull requests, read; GitLab: read_api), then wait a minute.",
        "Conflict" => "Build the image anew so that its tag and its labels name the same commit; the evidence below shows which disagree.",
        _ => "",
    };

    /// <summary>Text to paste for the fix, or null where there is none.</summary>
    public static string? Snippet(string status, string image)
    {
        var name = ImageWords.WithoutTag(image);
        return status switch
        {
            "Moving" or "Ambiguous" => $"docker build -t {name}:$(git rev-parse HEAD) .",
            "NoRevision" => $"docker build -t {name}:1.2.3-$(git rev-parse HEAD) .",
            "Unmapped" or "NotFound" => $"{{ \"Image\": \"{name}\", \"Repository\": \"HOST:OWNER/REPOSITORY\" }}",
            _ => null,
        };
    }
}
