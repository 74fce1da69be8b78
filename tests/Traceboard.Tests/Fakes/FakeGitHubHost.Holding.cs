using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Tests.Fakes;

/// <content>What other branches, Git tags and open requests hold, and numbers of repositories.</content>
internal sealed partial class FakeGitHubHost
{
    /// <summary>Whether GraphQL knows the fields that tell of other branches.</summary>
    public bool TellsOfBranches { get; set; } = true;

    private async Task<bool> AnswerHoldingAsync(HttpContext context, string rawTarget)
    {
        var match = HoldingPath().Match(rawTarget);
        if (!match.Success || !Repositories.TryGetValue(match.Groups["repository"].Value, out var repository))
            return false;
        if (!match.Groups["sha"].Success)
            await JsonAsync(context, 200, new JsonObject { ["id"] = repository.Number, ["full_name"] = match.Groups["repository"].Value });
        else if (repository.Resolve(match.Groups["sha"].Value).Commit is { } commit)
            await JsonAsync(context, 200, new JsonArray([.. (commit is { Branch: { } branch, IsTip: true } ? new[] { branch } : []).Select(name => new JsonObject { ["name"] = name })]));
        else
            await RefuseAsync(context, 422, "No commit found for SHA");
        return true;
    }

    private JsonObject? Holding(string query)
    {
        if (!TellsOfBranches)
            return null;
        var data = new JsonObject();
        foreach (Match asked in AskedHolding().Matches(query))
        {
            var repository = Repositories[asked.Groups["path"].Value.Replace("\",name:\"", "/", StringComparison.Ordinal)];
            data[asked.Groups["alias"].Value] = new JsonObject
            {
                ["heads"] = Nodes(repository.Commits.Where(commit => commit.Branch is not null).GroupBy(commit => commit.Branch).Select(branch => new JsonObject
                {
                    ["target"] = new JsonObject
                    {
                        ["oid"] = branch.Last().Sha,
                        ["history"] = Nodes(branch.Reverse().Take(100).Select(commit => new JsonObject { ["oid"] = commit.Sha })),
                    },
                })),
                ["tags"] = Nodes(repository.Tags.Select(tag => new JsonObject { ["target"] = GraphTarget(repository, tag.Key, tag.Value) })),
                ["requests"] = Nodes(repository.Commits.SelectMany(commit => commit.Requests).Where(request => request.State == "open").Select(request => Graph(repository, request))),
            };
        }

        return data;
    }

    private static JsonObject Nodes(IEnumerable<JsonObject> nodes) => new() { ["nodes"] = new JsonArray([.. nodes]) };

    [GeneratedRegex(@"\A/api/v3/repos/(?<repository>[^/]+/[^/]+)(/commits/(?<sha>[0-9a-f]+)/branches-where-head)?\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HoldingPath();

    [GeneratedRegex("""(?<alias>h\d+):repository\(owner:"(?<path>[^"]+",name:"[^"]+)"\)\{\.\.\.H\}""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AskedHolding();
}
