using System.Text.RegularExpressions;

namespace Traceboard.Sources.GitHub;

/// <summary>A question whose parts are proven harmless: nothing but these characters reaches an address or a query.</summary>
internal sealed partial record GitHubQuestion(string Owner, string Repository, string Candidate)
{
    public string Path => $"{Owner}/{Repository}";

    public bool IsFullSha => CommitSha.IsFull(Candidate);

    /// <summary>The question, or null with the answer to one that cannot be asked.</summary>
    public static GitHubQuestion? Read(CommitQuestion question, out CommitAnswer refusal)
    {
        var path = RepositoryPath().Match(question.Path);
        var isPath = path.Success && path.Groups["name"].Value is not ("." or "..");
        refusal = isPath
            ? new CommitAnswer.NotFound($"'{Http.PlainLine.Name(question.Candidate)}' is not 6 to 64 hex digits.")
            : new CommitAnswer.RepositoryMissing($"'{Http.PlainLine.Name(question.Path)}' is not a path on GitHub: owner/name.");
        return isPath && Hex().IsMatch(question.Candidate)
            ? new GitHubQuestion(path.Groups["owner"].Value, path.Groups["name"].Value, question.Candidate.ToLowerInvariant())
            : null;
    }

    [GeneratedRegex(@"\A(?<owner>[A-Za-z0-9][A-Za-z0-9_-]{0,99})/(?<name>[A-Za-z0-9._-]{1,100})\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\A[0-9a-fA-F]{6,64}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hex();
}
