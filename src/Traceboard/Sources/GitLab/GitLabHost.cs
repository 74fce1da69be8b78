using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitLab;

/// <summary>A GitLab host, asked through its REST API: one call for the commit, one for its merge requests.</summary>
internal sealed partial class GitLabHost(GitHostAddress address, GitHostCredential credential, HostGate gate, HttpClient http) : IGitHost, IDisposable
{
    private const int AtOnce = 4;
    private const int LongestPath = 512;
    private static readonly CommitAnswer.Ambiguous Ambiguous = new("More than one commit starts so. Tag images with more digits of the SHA.");
    private readonly GitLabMapping _mapping = new(address);

    public string Name => address.Name;

    public int BatchSize => 1;

    public GitHostState State => gate.State(address, credential.IsConfigured);

    public async Task<IReadOnlyList<CommitAnswer>> FindCommitsAsync(IReadOnlyList<CommitQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new CommitAnswer[questions.Count];
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(0, questions.Count).GroupBy(place => questions[place]), atOnce, async (same, cancelled) =>
        {
            var answer = await AskAsync(same.Key, cancelled);
            foreach (var place in same)
                answers[place] = answer;
        });
        return answers;
    }

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!credential.IsConfigured)
            {
                using var any = await http.GetAsync(new Uri("projects?per_page=1&simple=true", UriKind.Relative), cancellationToken);
                return GitHostCheck.Well(State, $"reachable without a token: public projects only; set {address.Key}:TokenFile for others");
            }

            using var response = await http.GetAsync(new Uri("user", UriKind.Relative), cancellationToken);
            return response.IsSuccessStatusCode && PlainLine.Name((await ReadAsync(response, GitLabJson.Default.UserShape, cancellationToken)).Username) is { } account
                ? GitHostCheck.Well(State, $"reachable, authenticated as {account}")
                : GitHostCheck.Sick(address, $"GitLab answered {(int)response.StatusCode}; the token needs the scope read_api.");
        }
        catch (GitHostException exception)
        {
            return GitHostCheck.Sick(address, credential, exception);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<CommitAnswer> AskAsync(CommitQuestion question, CancellationToken cancellationToken)
    {
        if (!IsPath(question.Path))
            return NoPath(question.Path);
        if (!Hex().IsMatch(question.Candidate))
            return new CommitAnswer.NotFound($"'{PlainLine.Name(question.Candidate)}' is not 6 to 64 hex digits.");

        try
        {
            return await FindAsync(question.Path, question.Candidate.ToLowerInvariant(), cancellationToken);
        }
        catch (GitHostException exception)
        {
            return exception.ToAnswer();
        }
    }

    private static bool IsPath(string path) =>
        path.Length <= LongestPath && ProjectPath().IsMatch(path) && !path.Split('/').Any(part => part is "." or "..");

    private static CommitAnswer.RepositoryMissing NoPath(string path) => new($"'{PlainLine.Name(path)}' is not a path on GitLab: group/project.");

    private async Task<CommitAnswer> FindAsync(string path, string candidate, CancellationToken cancellationToken, string? tag = null)
    {
        var commits = $"projects/{Uri.EscapeDataString(path)}/repository/commits/";
        using var response = await http.GetAsync(new Uri($"{commits}{candidate}?stats=false", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            var refusal = await RefusalAsync(response, cancellationToken);
            return refusal is CommitAnswer.NotFound && !CommitSha.IsFull(candidate) ? await WhyDeniedAsync(refusal, commits, candidate, cancellationToken) : refusal;
        }

        var shape = await ReadAsync(response, GitLabJson.Default.CommitShape, cancellationToken);
        if (!CommitSha.IsFull(shape.Id))
            throw Garbled();
        var sha = new CommitSha(shape.Id!);
        if (!sha.StartsWith(candidate))
            return new CommitAnswer.NotFound("A branch or tag of that name exists; it is not a SHA.");

        if (tag is not null)
        {
            // As good as a pipeline that ran for it: the project holds the commit.
            shape = shape with { LastPipeline = new PipelineShape(tag) };
        }

        return GitLabMapping.TrialOf(shape) is { } number
            ? await WithTrialAsync(path, sha, shape, number, cancellationToken)
            : await WithRequestsAsync(path, sha, shape, cancellationToken);
    }

    /// <summary>The request whose trial merge it is, which GitLab does not find by the commit.</summary>
    private async Task<CommitAnswer> WithTrialAsync(string path, CommitSha sha, CommitShape shape, int number, CancellationToken cancellationToken)
    {
        using var second = await http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"projects/{Uri.EscapeDataString(path)}/merge_requests/{number}"), UriKind.Relative), cancellationToken);
        return second.StatusCode switch
        {
            HttpStatusCode.OK => _mapping.Answer(path, sha, shape, [await ReadAsync(second, GitLabJson.Default.MergeRequestShape, cancellationToken) is { Iid: > 0 } request ? request : throw Garbled()]),
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound => _mapping.Answer(path, sha, shape, told: null),
            var status => new CommitAnswer.Failed($"GitLab answered {(int)status}.", RetryAfter: null),
        };
    }

    private async Task<CommitAnswer> WithRequestsAsync(string path, CommitSha sha, CommitShape shape, CancellationToken cancellationToken)
    {
        using var second = await http.GetAsync(new Uri($"projects/{Uri.EscapeDataString(path)}/repository/commits/{sha}/merge_requests?per_page=50", UriKind.Relative), cancellationToken);
        return second.StatusCode switch
        {
            HttpStatusCode.OK => _mapping.Answer(path, sha, shape, await RelatedAsync(second, cancellationToken)),
            // Merge requests may be switched off, or be more than this token may read.
            HttpStatusCode.Forbidden or HttpStatusCode.NotFound => _mapping.Answer(path, sha, shape, told: null),
            var status => new CommitAnswer.Failed($"GitLab answered {(int)status}.", RetryAfter: null),
        };
    }

    /// <summary>
    /// GitLab says the same of an unknown prefix and of an ambiguous one. One that it denies although a recent commit starts
    /// so is ambiguous.
    /// </summary>
    private async Task<CommitAnswer> WhyDeniedAsync(CommitAnswer refusal, string commits, string candidate, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri($"{commits.TrimEnd('/')}?all=true&per_page=100", UriKind.Relative), cancellationToken);
        if (!response.IsSuccessStatusCode)
            return refusal;
        var newest = await ReadAsync(response, GitLabJson.Default.ListCommitShape, cancellationToken);
        return newest.Exists(commit => commit?.Id?.StartsWith(candidate, StringComparison.OrdinalIgnoreCase) == true) ? Ambiguous : refusal;
    }

    private async Task<IReadOnlyList<MergeRequestShape>> RelatedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var related = await ReadAsync(response, GitLabJson.Default.ListMergeRequestShape, cancellationToken);
        return related.TrueForAll(request => request is { Iid: > 0 }) ? related : throw Garbled();
    }

    private async Task<CommitAnswer> RefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (status == 403)
            return new CommitAnswer.Forbidden($"GitLab refuses (403). Give the token of {address.Key} the scope read_api and at least the Reporter role in this project.");
        if (status is not (400 or 404 or 422))
            return new CommitAnswer.Failed($"GitLab answered {status}.", RetryAfter: null);

        var said = (await ReadAsync(response, GitLabJson.Default.RefusalShape, cancellationToken)).Text;
        if (said.Contains("ambiguous", StringComparison.OrdinalIgnoreCase))
            return Ambiguous;
        if (status == 404 && said.Contains("commit", StringComparison.OrdinalIgnoreCase))
            return new CommitAnswer.NotFound("GitLab knows no commit that starts so in this project.");
        return status == 404
            ? new CommitAnswer.RepositoryMissing(credential.IsConfigured
                ? "GitLab shows no such project to this token: it does not exist, or the token may not read it."
                : $"GitLab shows no such project without a token: it does not exist or is private. Set {address.Key}:TokenFile.")
            : new CommitAnswer.Failed($"GitLab answered {status}.", RetryAfter: null);
    }

    private async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> shape, CancellationToken cancellationToken) where T : class
    {
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return await JsonSerializer.DeserializeAsync(body, shape, cancellationToken) ?? throw Garbled();
        }
        catch (JsonException exception)
        {
            throw Garbled(exception);
        }
    }

    private GitHostException Garbled(Exception? inner = null)
    {
        var garbled = new GitHostException(GitHostFault.Garbled, "The answer is not the JSON that GitLab promises.", inner: inner);
        gate.Failed(garbled.Message, counts: false);
        return garbled;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.][A-Za-z0-9_.-]*(/[A-Za-z0-9_.][A-Za-z0-9_.-]*)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ProjectPath();

    [GeneratedRegex(@"\A[0-9a-fA-F]{6,64}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Hex();
}
