using System.Globalization;
using System.Text;

namespace Traceboard.Sources.GitHub;

/// <summary>Several questions about Git tags as one GraphQL query: each name that counts has an alias of its own.</summary>
internal sealed class GitHubTagBatch
{
    private readonly List<(GitHubTagQuestion Question, string Repository, IReadOnlyList<string> Refs)> _asked = [];

    public GitHubTagBatch(IReadOnlyList<GitHubTagQuestion> questions)
    {
        var query = new StringBuilder("query{");
        foreach (var question in questions)
        {
            var alias = Name('r', _asked.Count);
            var refs = new List<string>();
            // Owner, name and tag were checked letter by letter: none can end the string it stands in.
            query.Append(CultureInfo.InvariantCulture, $"{alias}:repository(owner:\"{question.Owner}\",name:\"{question.Repository}\"){{{GitHubNumber.Asked} ");
            foreach (var tag in question.Asked.Names)
            {
                refs.Add(Name('t', refs.Count));
                query.Append(CultureInfo.InvariantCulture, $"{refs[^1]}:ref(qualifiedName:\"refs/tags/{tag}\"){{name target{{...C ... on Tag{{target{{...C ... on Tag{{target{{...C}}}}}}}}}}}} ");
            }

            query.Append("} ");
            _asked.Add((question, alias, refs));
        }

        Query = query.Append("} fragment C on GitObject{__typename ... on Commit{oid message authoredDate committedDate author{name user{login}} ")
            .Append("associatedPullRequests(first:10){nodes{number title url state mergedAt mergeCommit{oid} headRefOid headRepository{databaseId} baseRepository{databaseId} ")
            .Append("author{login ... on User{name}} mergedBy{login ... on User{name}}}}}}")
            .ToString();
    }

    public string Query { get; }

    /// <summary>Each question with the references that exist, or the error that stands in their place.</summary>
    public IEnumerable<(GitHubTagQuestion Question, IReadOnlyList<GraphRef> Refs, GraphError? Error)> Read(GraphTagReply reply)
    {
        foreach (var (question, repository, refs) in _asked)
        {
            var objects = reply.Data?.GetValueOrDefault(repository);
            var error = reply.Errors?.FirstOrDefault(error => string.Equals(error.Alias(0), repository, StringComparison.Ordinal) && error.Alias(1) != GitHubNumber.Alias);
            if (objects is null)
                error ??= new GraphError("NOT_FOUND", Message: null, Path: null);
            var number = objects?.GetValueOrDefault(GitHubNumber.Alias)?.Repository;
            yield return (
                question,
                [.. refs.Select(name => objects?.GetValueOrDefault(name)).OfType<GraphRef>().Where(found => question.Asked.Names.Contains(found.Name, StringComparer.Ordinal)).Select(found => found with { Repository = number })],
                error);
        }
    }

    private static string Name(char kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);
}
