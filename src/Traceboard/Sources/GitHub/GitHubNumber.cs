namespace Traceboard.Sources.GitHub;

/// <summary>
/// How a query asks for a repository's number, beside the commits of it. Through a part that may be missing: where a
/// server cannot tell it, nothing else of the answer is lost.
/// </summary>
internal static class GitHubNumber
{
    public const string Alias = "n";

    public const string Asked = Alias + ":defaultBranchRef{repository{databaseId}}";
}
