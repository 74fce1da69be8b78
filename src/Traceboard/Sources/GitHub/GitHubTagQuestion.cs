using System.Text.RegularExpressions;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>A question about a Git tag whose parts are proven harmless: nothing but these characters reaches an address or a query.</summary>
internal sealed partial record GitHubTagQuestion(string Owner, string Repository, GitTagQuestion Asked)
{
    public string Path => $"{Owner}/{Repository}";

    /// <summary>The question, or null with the answer to one that cannot be asked.</summary>
    public static GitHubTagQuestion? Read(GitTagQuestion question, out CommitAnswer refusal)
    {
        // Any SHA will do: here the path alone is looked at.
        var path = GitHubQuestion.Read(new CommitQuestion(question.Path, new string('0', 40)), out refusal);
        if (path is null)
            return null;
        refusal = new CommitAnswer.NotFound($"'{PlainLine.Name(question.Tag)}' is no name that is looked for among Git tags.");
        return Name().IsMatch(question.Tag) ? new GitHubTagQuestion(path.Owner, path.Repository, question) : null;
    }

    /// <summary>The question for the commit that a tag leads to.</summary>
    public GitHubQuestion ForCommit(string sha) => new(Owner, Repository, sha);

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Name();
}
