using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Traceboard.Simulation.GitHosts.GraphQl;

namespace Traceboard.Simulation.GitHosts;

/// <summary>GitHub's GraphQL answers, as far as repositories, commits and pull requests go.</summary>
internal sealed class GitHubGraph(Func<string, GitRepository?> find, Func<Uri> address, SimulatedHostOptions options)
{
    private const int LargestQuery = 512 * 1024;

    public async Task<HostAnswer> AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || context.Request.ContentLength > LargestQuery)
            return HostAnswer.Message(404, "Not Found");
        try
        {
            var body = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            return body?["query"] is { } query
                ? HostAnswer.Ok(GraphQlExecution.Run(query.GetValue<string>(), body["variables"] as JsonObject, (string?)body["operationName"], Root()))
                : HostAnswer.Message(400, "A query attribute must be specified and must be a string.");
        }
        catch (JsonException)
        {
            return HostAnswer.Message(400, "Problems parsing JSON");
        }
    }

    private GraphQlObject Root() => new("Query", (field, arguments) => field switch
    {
        "repository" => Repository(Named(arguments.Text("owner"), arguments.Text("name"))),
        "viewer" => Actor(new GitPerson("Traceboard", "traceboard")),
        "rateLimit" => new GraphQlObject("RateLimit", (name, _) => name switch
        {
            "limit" => options.Limit,
            "remaining" => options.Limit - 1,
            "used" or "cost" or "nodeCount" => 1,
            "resetAt" => GitHubShapes.Time(options.TimeProvider.GetUtcNow() + options.Window),
            _ => throw new KeyNotFoundException(name),
        }),
        _ => throw new KeyNotFoundException(field),
    });

    private GitRepository Named(string? owner, string? name)
    {
        var repository = find($"{owner}/{name}") ?? throw new GraphQlFieldException("NOT_FOUND", $"Could not resolve to a Repository with the name '{owner}/{name}'.");
        return repository.Access == GitAccess.Readable ? repository : throw new GraphQlFieldException("FORBIDDEN", "Resource not accessible by personal access token");
    }

    private GraphQlObject Repository(GitRepository repository) => new("Repository", (field, arguments) => field switch
    {
        "id" => $"R_{repository.Id}",
        "databaseId" => repository.Id,
        "name" => repository.Name,
        "nameWithOwner" => repository.Path,
        "url" => Web(repository),
        "isPrivate" => true,
        "isArchived" or "isFork" or "isDisabled" => false,
        "owner" => Actor(new GitPerson(repository.Owner, repository.Owner)),
        "defaultBranchRef" => repository.Head is { } head ? Reference(repository, GitRepository.DefaultBranch, "refs/heads/", head) : null,
        "object" => Resolve(repository, arguments) is { } commit ? Commit(repository, commit) : null,
        "ref" => Reference(repository, arguments.Text("qualifiedName") ?? ""),
        "refs" => GraphQlObject.Connection("Ref", [.. References(repository, arguments.Text("refPrefix") ?? "refs/heads/")], arguments),
        "pullRequests" => GraphQlObject.Connection("PullRequest", [.. repository.Requests.Where(pull => pull.MergedAt is null).Select(pull => Pull(repository, pull))], arguments),
        "pullRequest" => repository.FindRequest(arguments.Number("number") ?? 0) is { } pull
            ? Pull(repository, pull)
            : throw new GraphQlFieldException("NOT_FOUND", $"Could not resolve to a PullRequest with the number of {arguments.Number("number")}."),
        _ => throw new KeyNotFoundException(field),
    });

    private static GitCommit? Resolve(GitRepository repository, GraphQlArguments arguments)
    {
        if (arguments.Text("oid") is not { } oid)
            return repository.Resolve(arguments.Text("expression") ?? "").Commit;
        return oid.Length == 40 && oid.All(char.IsAsciiHexDigit)
            ? repository.Find(oid)
            : throw new GraphQlRefusedException($"Argument 'oid' on Field 'object' has an invalid value (\"{oid}\"). Expected type 'GitObjectID'.", "argumentLiteralsIncompatible");
    }

    private GraphQlObject? Reference(GitRepository repository, string qualified)
    {
        var name = qualified.Split('/', 3)[^1];
        return repository.Tags.TryGetValue(name, out var tagged) ? Reference(repository, name, "refs/tags/", repository.Find(tagged)!)
            : repository.Branches.TryGetValue(name, out var tip) ? Reference(repository, name, "refs/heads/", repository.Find(tip)!)
            : null;
    }

    private IEnumerable<GraphQlObject> References(GitRepository repository, string prefix) =>
        (prefix == "refs/tags/" ? repository.Tags : repository.Branches).Select(one => Reference(repository, one.Key, prefix, repository.Find(one.Value)!));

    private GraphQlObject Reference(GitRepository repository, string name, string prefix, GitCommit target) => new("Ref", (field, arguments) => field switch
    {
        "compare" => repository.Resolve(arguments.Text("headRef") ?? "").Commit is { } head ? Comparison(repository, target, head) : null,
        "id" => $"REF_{repository.Id}_{name}",
        "name" => name,
        "prefix" => prefix,
        "repository" => Repository(repository),
        "target" => Commit(repository, target),
        _ => throw new KeyNotFoundException(field),
    });

    private static GraphQlObject Comparison(GitRepository repository, GitCommit from, GitCommit to)
    {
        var (ahead, behind) = (repository.Between(from.Sha, to.Sha).Count, repository.Between(to.Sha, from.Sha).Count);
        return new GraphQlObject("Comparison", (field, _) => field switch
        {
            "aheadBy" => ahead,
            "behindBy" => behind,
            "status" => (ahead, behind) switch { (0, 0) => "IDENTICAL", (_, 0) => "AHEAD", (0, _) => "BEHIND", _ => "DIVERGED" },
            _ => throw new KeyNotFoundException(field),
        });
    }

    private GraphQlObject Commit(GitRepository repository, GitCommit commit) => new("Commit", (field, arguments) => field switch
    {
        "id" => "C_" + commit.Sha,
        "oid" => commit.Sha,
        "abbreviatedOid" => commit.Sha[..7],
        "message" => commit.Message,
        "messageHeadline" => commit.Title,
        "messageBody" => commit.Message[commit.Title.Length..].TrimStart('\n'),
        "url" or "commitUrl" => $"{Web(repository)}/commit/{commit.Sha}",
        "authoredDate" => GitHubShapes.Time(commit.AuthoredAt),
        "committedDate" => GitHubShapes.Time(commit.CommittedAt),
        "author" => Signature(commit.Author, commit.AuthoredAt),
        "committer" => Signature(commit.Committer, commit.CommittedAt),
        "authoredByCommitter" => commit.Author == commit.Committer,
        "authors" => GraphQlObject.Connection("GitActor", [Signature(commit.Author, commit.AuthoredAt)], arguments),
        "parents" => GraphQlObject.Connection("Commit", [.. commit.Parents.Select(parent => Commit(repository, repository.Find(parent)!))], arguments),
        "history" => GraphQlObject.Connection("CommitHistory", [.. repository.Log(commit.Sha).Select(one => Commit(repository, one))], arguments),
        "associatedPullRequests" => GraphQlObject.Connection("PullRequest", [.. repository.RequestsOf(commit.Sha).Select(pull => Pull(repository, pull))], arguments),
        "repository" => Repository(repository),
        _ => throw new KeyNotFoundException(field),
    });

    private GraphQlObject Pull(GitRepository repository, GitRequest pull) => new("PullRequest", (field, _) => field switch
    {
        "id" => $"PR_{repository.Id}_{pull.Number}",
        "number" => pull.Number,
        "title" => pull.Title,
        "url" => $"{Web(repository)}/pull/{pull.Number}",
        "state" => pull.MergedAt is null ? "OPEN" : "MERGED",
        "merged" => pull.MergedAt is not null,
        "closed" => pull.MergedAt is not null,
        "isDraft" or "isCrossRepository" => false,
        "potentialMergeCommit" => null,
        "createdAt" => GitHubShapes.Time(pull.CreatedAt),
        "mergedAt" or "closedAt" => pull.MergedAt is { } at ? GitHubShapes.Time(at) : null,
        "author" => Actor(pull.Author),
        "mergedBy" => pull.MergedBy is null ? null : Actor(pull.MergedBy),
        "headRefName" => pull.SourceBranch,
        "headRefOid" => pull.HeadSha,
        "baseRefName" => GitRepository.DefaultBranch,
        "mergeCommit" => pull.MergeSha is { } sha ? Commit(repository, repository.Find(sha)!) : null,
        "repository" or "baseRepository" or "headRepository" => Repository(repository),
        _ => throw new KeyNotFoundException(field),
    });

    private GraphQlObject Signature(GitPerson person, DateTimeOffset at) => new("GitActor", (field, _) => field switch
    {
        "name" => person.Name,
        "email" => person.Email,
        "date" => GitHubShapes.Time(at),
        "avatarUrl" => $"{Origin}/avatars/{person.Login}",
        "user" => person.IsBot ? null : Actor(person),
        _ => throw new KeyNotFoundException(field),
    });

    private GraphQlObject Actor(GitPerson person) => new(person.IsBot ? "Bot" : "User", (field, _) => field switch
    {
        "id" => "U_" + person.Login,
        "login" => person.Login,
        "name" when !person.IsBot => person.Name,
        "email" when !person.IsBot => person.Email,
        "avatarUrl" => $"{Origin}/avatars/{person.Login}",
        "url" => $"{Origin}/{person.Login}",
        "resourcePath" => "/" + person.Login,
        _ => throw new KeyNotFoundException(field),
    });

    private string Web(GitRepository repository) => $"{Origin}/{repository.Path}";

    private string Origin => address().GetLeftPart(UriPartial.Authority);
}
