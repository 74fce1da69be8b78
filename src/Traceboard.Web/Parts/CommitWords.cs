using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>What a commit is called.</summary>
public static class CommitWords
{
    /// <summary>
    /// Its title. A merge commit whose title only names a branch goes by the title of the merge request that it merged:
    /// <c>Merged: Cap the result window</c>.
    /// </summary>
    public static string Title(TraceAnswer trace)
    {
        var title = trace.Commit?.Title ?? "";
        return trace.MergeRequest is { } request && OnlyNamesABranch(title, request.Number)
            ? $"Merged: {Wording.Plain(request.Title)}"
            : Wording.Plain(title);
    }

    private static bool OnlyNamesABranch(string title, int number) =>
        title.StartsWith($"Merge pull request #{number} from ", StringComparison.Ordinal)
        || title.StartsWith("Merge branch '", StringComparison.Ordinal);
}
