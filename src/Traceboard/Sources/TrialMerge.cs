using System.Text.RegularExpressions;

namespace Traceboard.Sources;

/// <summary>
/// The merge that a Git host makes to try out a request, and that pipelines of requests build. It lies on no branch and
/// belongs to no merged request, yet nobody pushed it.
/// </summary>
internal static partial class TrialMerge
{
    /// <summary>Whether a commit's first line is that of such a merge.</summary>
    public static bool IsTitle(string title) => Title().IsMatch(title);

    [GeneratedRegex("^Merge [0-9a-f]{40} into [0-9a-f]{40}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Title();
}
