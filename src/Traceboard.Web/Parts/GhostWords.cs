namespace Traceboard.Web.Parts;

/// <summary>What is said of a ghost: a running image that nobody can trace to a commit.</summary>
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
}
