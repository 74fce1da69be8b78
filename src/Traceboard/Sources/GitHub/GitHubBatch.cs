using System.Globalization;
using System.Text;

namespace Traceboard.Sources.GitHub;

/// <summary>Several questions as one GraphQL query: a repository is named once, each candidate has an alias.</summary>
internal sealed class GitHubBatch
{
    private readonly List<(GitHubQuestion Question, string Repository, string Commit)> _asked = [];

    public GitHubBatch(IReadOnlyList<GitHubQuestion> questions, bool headlinesOnly = false)
    {
        var query = new StringBuilder("query{");
        var repository = 0;
        foreach (var group in questions.GroupBy(question => question.Path, StringComparer.OrdinalIgnoreCase))
        {
            var alias = Name('r', repository++);
            // Owner, name and candidate were checked letter by letter: none can end the string it stands in.
            query.Append(CultureInfo.InvariantCulture, $"{alias}:repository(owner:\"{group.First().Owner}\",name:\"{group.First().Repository}\"){{{GitHubNumber.Asked} ");
            foreach (var question in group)
            {
                var commit = Name('c', _asked.Count);
                var by = question.IsFullSha ? "oid" : "expression";
                query.Append(CultureInfo.InvariantCulture, $"{commit}:object({by}:\"{question.Candidate}\"){{...C}} ");
                _asked.Add((question, alias, commit));
            }

            query.Append("} ");
        }

        Query = query.Append("} fragment C on GitObject{__typename ... on Commit{oid ")
            // A headline is cut at 72 characters; only the message holds the whole first line.
            .Append(headlinesOnly ? "messageHeadline" : "message")
            .Append(" authoredDate committedDate author{name user{login}} associatedPullRequests(first:10){nodes{number title url state mergedAt ")
            .Append("mergeCommit{oid} headRefOid headRepository{databaseId} baseRepository{databaseId} author{login ... on User{name}} mergedBy{login ... on User{name}}}}}}")
            .ToString();
    }

    public string Query { get; }

    /// <summary>Each question with what the reply holds for it.</summary>
    public IEnumerable<(GitHubQuestion Question, GraphCommit? Commit, GraphError? Error)> Read(GraphReply reply)
    {
        var errors = (reply.Errors ?? []).ToLookup(error => (error.Alias(0), error.Alias(1)));
        // An error of the whole call explains whatever is missing, so that nothing is missing for good.
        var overall = errors[(null, null)].FirstOrDefault();
        foreach (var (question, repository, commit) in _asked)
        {
            var objects = reply.Data?.GetValueOrDefault(repository);
            var error = errors[(repository, commit)].Concat(errors[(repository, null)]).FirstOrDefault();
            var told = objects?.GetValueOrDefault(commit);
            if (told is null && error is null)
                error = overall;
            if (objects is null && error is null)
                error = new GraphError("NOT_FOUND", Message: null, Path: null);
            yield return (question, told is null ? null : told with { Repository = objects?.GetValueOrDefault(GitHubNumber.Alias)?.Repository }, error);
        }
    }

    private static string Name(char kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}
