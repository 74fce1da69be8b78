using System.Net;
using System.Text.RegularExpressions;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitLab;

/// <summary>Git tags: one call for each name that counts, and two for the commit, which alone tells the number of its project.</summary>
internal sealed partial class GitLabHost
{
    public async Task<IReadOnlyList<CommitAnswer>> FindTaggedAsync(IReadOnlyList<GitTagQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new CommitAnswer[questions.Count];
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, questions.Count), atOnce, async (place, cancelled) =>
            answers[place] = await AskAsync(questions[place], cancelled));
        return answers;
    }

    private async Task<CommitAnswer> AskAsync(GitTagQuestion question, CancellationToken cancellationToken)
    {
        if (!IsPath(question.Path))
            return NoPath(question.Path);
        if (!TagName().IsMatch(question.Tag))
            return new CommitAnswer.NotFound($"'{PlainLine.Name(question.Tag)}' is no name that is looked for among Git tags.");
        try
        {
            return await FindTaggedAsync(question, cancellationToken);
        }
        catch (GitHostException exception)
        {
            return exception.ToAnswer();
        }
    }

    private async Task<CommitAnswer> FindTaggedAsync(GitTagQuestion question, CancellationToken cancellationToken)
    {
        var found = new Dictionary<CommitSha, string>();
        foreach (var name in question.Names)
        {
            using var response = await http.GetAsync(new Uri($"projects/{Uri.EscapeDataString(question.Path)}/repository/tags/{name}", UriKind.Relative), cancellationToken);
            if (response.StatusCode is HttpStatusCode.NotFound)
            {
                var said = (await ReadAsync(response, GitLabJson.Default.RefusalShape, cancellationToken)).Text;
                if (said.Contains("tag", StringComparison.OrdinalIgnoreCase))
                    continue;
                return new CommitAnswer.RepositoryMissing("GitLab shows no such project: it does not exist, or the token may not read it.");
            }

            if (!response.IsSuccessStatusCode)
                return await RefusalAsync(response, cancellationToken);
            var tag = await ReadAsync(response, GitLabJson.Default.TagShape, cancellationToken);
            if (!string.Equals(tag.Name, name, StringComparison.Ordinal) || !CommitSha.IsFull(tag.Commit?.Id))
                throw Garbled();
            found[new CommitSha(tag.Commit!.Id!)] = name;
        }

        return found.Count switch
        {
            0 => new CommitAnswer.NotFound("GitLab knows no Git tag of that name in this project."),
            1 => await FindAsync(question.Path, found.Single().Key.Value, cancellationToken, tag: found.Single().Value),
            _ => new CommitAnswer.Ambiguous($"The Git tags {string.Join(" and ", question.Names)} lead to different commits."),
        };
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex TagName();
}
