using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Tests.Fakes;

/// <summary>Git tags: references and annotated tags by REST, <c>ref</c> by GraphQL.</summary>
internal sealed partial class FakeGitHubHost
{
    private async Task<bool> AnswerTagAsync(HttpContext context, string rawTarget)
    {
        var match = TagPath().Match(rawTarget);
        if (!match.Success)
            return false;
        var name = match.Groups["tag"].Value;
        if (!Repositories.TryGetValue(match.Groups["repository"].Value, out var repository))
            await RefuseAsync(context, 404, "Not Found");
        else if (match.Groups["object"] is { Success: true, Value: var sha })
            await AnswerObjectAsync(context, repository, sha);
        else if (repository.Tags.TryGetValue(name, out var commit))
            await JsonAsync(context, 200, new JsonObject { ["ref"] = "refs/tags/" + name, ["object"] = Target(repository, name, commit, 0) });
        else
            await RefuseAsync(context, 404, "Not Found");
        return true;
    }

    private static Task AnswerObjectAsync(HttpContext context, FakeGitHostRepository repository, string sha)
    {
        foreach (var (name, commit) in repository.Tags)
        {
            for (var depth = 0; depth < repository.Annotated.GetValueOrDefault(name); depth++)
            {
                if (ObjectSha(name, depth) == sha)
                    return JsonAsync(context, 200, new JsonObject { ["tag"] = name, ["object"] = Target(repository, name, commit, depth + 1) });
            }
        }

        return RefuseAsync(context, 404, "Not Found");
    }

    private static JsonObject Target(FakeGitHostRepository repository, string name, FakeGitHostCommit commit, int depth) =>
        depth < repository.Annotated.GetValueOrDefault(name)
            ? new JsonObject { ["type"] = "tag", ["sha"] = ObjectSha(name, depth) }
            : new JsonObject { ["type"] = "commit", ["sha"] = commit.Sha };

    private static string ObjectSha(string name, int depth) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{name}/{depth}")))[..40];

    private JsonObject Tagged(string query)
    {
        var data = new JsonObject();
        foreach (Match asked in AskedTags().Matches(query))
        {
            if (!Repositories.TryGetValue(asked.Groups["path"].Value.Replace("\",name:\"", "/", StringComparison.Ordinal), out var repository))
            {
                data[asked.Groups["alias"].Value] = null;
                continue;
            }

            var refs = new JsonObject { ["n"] = Number(repository) };
            foreach (Match one in AskedTag().Matches(asked.Groups["refs"].Value))
            {
                var name = one.Groups["tag"].Value;
                refs[one.Groups["alias"].Value] = repository.Tags.TryGetValue(name, out var commit)
                    ? new JsonObject { ["name"] = name, ["target"] = GraphTarget(repository, name, commit) }
                    : null;
            }

            data[asked.Groups["alias"].Value] = refs;
        }

        return data;
    }

    private JsonObject GraphTarget(FakeGitHostRepository repository, string name, FakeGitHostCommit commit)
    {
        var target = Graph(repository, commit);
        for (var depth = repository.Annotated.GetValueOrDefault(name); depth > 0; depth--)
            target = new JsonObject { ["__typename"] = "Tag", ["oid"] = ObjectSha(name, depth - 1), ["target"] = target };
        return target;
    }

    [GeneratedRegex(@"\A/api/v3/repos/(?<repository>[^/]+/[^/]+)/git/(ref/tags/(?<tag>[^/?]+)|tags/(?<object>[0-9a-f]+))\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TagPath();

    [GeneratedRegex("""(?<alias>r\d+):repository\(owner:"(?<path>[^"]+",name:"[^"]+)"\)\{n:defaultBranchRef\{repository\{databaseId\}\} (?<refs>(t\d+:ref\(qualifiedName:"refs/tags/[^"]+"\)\{name target\{[^ ]* ?[^:]*\} )+)\}""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AskedTags();

    [GeneratedRegex("""(?<alias>t\d+):ref\(qualifiedName:"refs/tags/(?<tag>[^"]+)"\)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AskedTag();
}
