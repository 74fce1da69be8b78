using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// A GitHub host. With a token many questions go in one GraphQL call; without one, or where GraphQL is refused, each
/// costs two REST calls. What neither a request of the repository's own nor a full SHA settles costs a call more, for many
/// together, and so does what its default branch does not hold.
/// </summary>
internal sealed class GitHubHost : IGitHost, IDisposable
{
    private const int AtOnce = 4;
    private readonly GitHostAddress _address;
    private readonly GitHostCredential _credential;
    private readonly HostGate _gate;
    private readonly GitHubConnection _connection;
    private readonly GitHubGraphQl _graphQl;
    private readonly GitHubRest _rest;
    private readonly GitHubDefaultBranch _defaultBranch;
    private readonly GitHubHolding _holding;
    private readonly GitHubTags _tags;

    public GitHubHost(GitHostAddress address, GitHostCredential credential, HostGate gate, HttpMessageHandler pipeline, TimeProvider time)
    {
        var mapping = new GitHubMapping(address);
        _address = address;
        _credential = credential;
        _gate = gate;
        _connection = new GitHubConnection(address, gate, pipeline);
        _graphQl = new GitHubGraphQl(address, _connection, mapping, time);
        _rest = new GitHubRest(address, _connection, mapping, new GitHubRepositoryIds(_connection, time), credential.IsConfigured);
        _defaultBranch = new GitHubDefaultBranch(_connection, _rest);
        _holding = new GitHubHolding(_connection, mapping, _rest);
        _tags = new GitHubTags(address, _connection, mapping, _rest);
    }

    public string Name => _address.Name;

    public int BatchSize => SpeaksGraphQl ? GitHubGraphQl.MostAtOnce : 1;

    public GitHostState State => _gate.State(_address, _credential.IsConfigured);

    private bool SpeaksGraphQl => _credential.IsConfigured && _graphQl.IsOpen;

    public async Task<IReadOnlyList<CommitAnswer>> FindCommitsAsync(IReadOnlyList<CommitQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new CommitAnswer?[questions.Count];
        var asked = new List<(int Place, GitHubQuestion Question)>();
        for (var place = 0; place < questions.Count; place++)
        {
            if (GitHubQuestion.Read(questions[place], out var refusal) is { } question)
                asked.Add((place, question));
            else
                answers[place] = refusal;
        }

        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        if (SpeaksGraphQl)
        {
            await Parallel.ForEachAsync(asked.Chunk(GitHubGraphQl.MostAtOnce), atOnce, async (part, cancelled) =>
            {
                var told = await AskGraphQlAsync([.. part.Select(one => one.Question).Distinct()], cancelled);
                foreach (var (place, question) in part)
                    answers[place] = told.GetValueOrDefault(question);
            });
        }

        await Parallel.ForEachAsync(asked.Where(one => answers[one.Place] is null).GroupBy(one => one.Question), atOnce, async (same, cancelled) =>
        {
            var answer = await _rest.AskAsync(same.Key, cancelled);
            foreach (var (place, _) in same)
                answers[place] = answer;
        });
        return answers!;
    }

    public async Task<IReadOnlyList<CommitAnswer>> FindTaggedAsync(IReadOnlyList<GitTagQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new CommitAnswer?[questions.Count];
        var asked = new List<(int Place, GitHubTagQuestion Question)>();
        for (var place = 0; place < questions.Count; place++)
        {
            if (GitHubTagQuestion.Read(questions[place], out var refusal) is { } question)
                asked.Add((place, question));
            else
                answers[place] = refusal;
        }

        if (SpeaksGraphQl)
        {
            var told = await _tags.AskGraphAsync([.. asked.Select(one => one.Question).Distinct()], cancellationToken);
            foreach (var (place, question) in asked)
                answers[place] = told.GetValueOrDefault(question);
        }

        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(asked.Where(one => answers[one.Place] is null), atOnce, async (one, cancelled) =>
            answers[one.Place] = await _tags.AskRestAsync(one.Question, cancelled));
        return answers!;
    }

    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (SpeaksGraphQl && await ViewerAsync(cancellationToken) is { } login)
                return GitHostCheck.Well(State, $"reachable, authenticated as {PlainLine.Name(login)}");

            // This address is free: it tells the budget and takes nothing from it.
            var rate = await _connection.GetAsync<RestRateLimit>("rate_limit", cancellationToken);
            return GitHostCheck.Well(State, _credential.IsConfigured ? "reachable, the token is accepted"
                : $"reachable without a token ({rate.Rate?.Remaining?.ToString() ?? "?"} of {rate.Rate?.Limit?.ToString() ?? "?"} calls left this hour; set {_address.Key}:TokenFile for 5,000)");
        }
        catch (GitHostException exception)
        {
            return GitHostCheck.Sick(_address, _credential, exception);
        }
        catch (ApiException exception)
        {
            // Servers without limits answer 404 here, and that is an answer too.
            return (int)exception.StatusCode == 404
                ? GitHostCheck.Well(State, "reachable, tells no limits")
                : GitHostCheck.Sick(_address, $"GitHub answered {(int)exception.StatusCode}.");
        }
    }

    public void Dispose() => _connection.Dispose();

    private async Task<Dictionary<GitHubQuestion, CommitAnswer>> AskGraphQlAsync(IReadOnlyList<GitHubQuestion> questions, CancellationToken cancellationToken)
    {
        var told = new Dictionary<GitHubQuestion, CommitAnswer>(await _graphQl.AskAsync(questions, cancellationToken));
        var open = told.Where(one => GitHubDefaultBranch.IsOpen(one.Value)).Select(one => (one.Key, one.Value)).ToList();
        if (open.Count == 0)
            return told;
        var settled = await _defaultBranch.SettleAsync(open, cancellationToken);
        for (var place = 0; place < open.Count; place++)
            told[open[place].Key] = settled[place];

        var stray = told.Where(one => GitHubDefaultBranch.IsStray(one.Value)).Select(one => (one.Key, (CommitAnswer.Found)one.Value)).ToList();
        if (stray.Count == 0)
            return told;
        var held = await _holding.SettleAsync(stray, cancellationToken);
        for (var place = 0; place < stray.Count; place++)
            told[stray[place].Key] = held[place];
        return told;
    }

    /// <summary>The account's name, or null where GraphQL is refused.</summary>
    private async Task<string?> ViewerAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _graphQl.ViewerAsync(cancellationToken);
        }
        catch (ApiException exception) when ((int)exception.StatusCode is 401 or 403 or 404)
        {
            return null;
        }
    }
}
