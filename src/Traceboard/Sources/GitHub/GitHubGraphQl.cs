using System.Net;
using Octokit;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// Asks GitHub's GraphQL API, many questions in a call. A call that proves too much is halved and the halves asked
/// again; when a half is answered, the next calls stay as small and grow back. A host that is away makes none smaller.
/// </summary>
internal sealed class GitHubGraphQl(GitHostAddress address, GitHubConnection connection, GitHubMapping mapping, TimeProvider time)
{
    public const int MostAtOnce = 50;
    private static readonly TimeSpan RefusedFor = TimeSpan.FromHours(1);

    // A token is soon renewed, and then this API is worth asking again.
    private static readonly TimeSpan TokenRefusedFor = TimeSpan.FromMinutes(1);
    private static readonly CommitAnswer.Failed TooMuch = new("GitHub could not answer this in time.", RetryAfter: null);
    private readonly Lock _lock = new();
    private int _size = MostAtOnce;
    private DateTimeOffset _refusedUntil;

    /// <summary>Whether this API is worth asking: a server or a token may not know it.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_lock)
                return _refusedUntil <= time.GetUtcNow();
        }
    }

    /// <summary>Answers by question. What is missing from them is to be asked of the REST API.</summary>
    public async Task<IReadOnlyDictionary<GitHubQuestion, CommitAnswer>> AskAsync(IReadOnlyList<GitHubQuestion> questions, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<GitHubQuestion, CommitAnswer>();
        var waiting = new Stack<(IReadOnlyList<GitHubQuestion> Questions, bool IsHalf)>();
        waiting.Push((questions, false));
        while (waiting.TryPop(out var next) && IsOpen)
        {
            var now = next.Questions.Take(Size()).ToList();
            if (now.Count < next.Questions.Count)
                waiting.Push(([.. next.Questions.Skip(now.Count)], false));
            var halves = await AskOnceAsync(now, headlinesOnly: false, answers, cancellationToken);
            foreach (var half in halves)
                waiting.Push((half, true));
            if (halves.Count == 0)
                Learn(now, next.IsHalf, answers);
        }

        return answers;
    }

    public async Task<string?> ViewerAsync(CancellationToken cancellationToken) =>
        (await connection.QueryAsync<GraphViewerReply>("query{viewer{login}}", cancellationToken)).Data?.Viewer?.Login;

    /// <summary>Asks once; returns what has to be asked again, in smaller parts.</summary>
    private async Task<IReadOnlyList<IReadOnlyList<GitHubQuestion>>> AskOnceAsync(
        IReadOnlyList<GitHubQuestion> questions, bool headlinesOnly, Dictionary<GitHubQuestion, CommitAnswer> answers, CancellationToken cancellationToken)
    {
        var batch = new GitHubBatch(questions, headlinesOnly);
        try
        {
            var reply = await connection.QueryAsync<GraphReply>(batch.Query, cancellationToken);
            if (reply.Data is null || reply.Data.Count == 0)
                return WithoutData(reply, questions, answers);
            return WithData(batch.Read(reply), answers);
        }
        catch (GitHostException exception) when (exception.MayBeTooMuch && questions.Count > 1)
        {
            return Halve(questions);
        }
        catch (GitHostException exception) when (exception.Fault == GitHostFault.TooLarge && !headlinesOnly)
        {
            return await AskOnceAsync(questions, headlinesOnly: true, answers, cancellationToken);
        }
        catch (GitHostException exception)
        {
            foreach (var question in questions)
                answers[question] = exception.ToAnswer();
        }
        catch (ApiException exception) when (exception.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            Refuse(exception.StatusCode == HttpStatusCode.Unauthorized ? TokenRefusedFor : RefusedFor);
        }
        catch (ApiException exception)
        {
            foreach (var question in questions)
                answers[question] = new CommitAnswer.Failed($"GitHub answered {(int)exception.StatusCode}.", RetryAfter: null);
        }

        return [];
    }

    private IReadOnlyList<IReadOnlyList<GitHubQuestion>> WithData(
        IEnumerable<(GitHubQuestion Question, GraphCommit? Commit, GraphError? Error)> parts, Dictionary<GitHubQuestion, CommitAnswer> answers)
    {
        var again = new List<GitHubQuestion>();
        var asked = 0;
        foreach (var (question, commit, error) in parts)
        {
            asked++;
            if (Answer(question, commit, error) is { } answer)
                answers[question] = answer;
            else
                again.Add(question);
        }

        if (again.Count == 0)
            return [];
        if (asked > 1)
            return Halve(again);
        answers[again[0]] = TooMuch;
        return [];
    }

    /// <summary>The answer, or null: it was too much.</summary>
    private CommitAnswer? Answer(GitHubQuestion question, GraphCommit? commit, GraphError? error) => (error?.Type, commit) switch
    {
        ("NOT_FOUND", null) => new CommitAnswer.RepositoryMissing(
            "GitHub shows no such repository to this token: it does not exist, or the token may not read it."),
        ("FORBIDDEN" or "INSUFFICIENT_SCOPES", null) => new CommitAnswer.Forbidden(
            $"GitHub refuses. Give the token of {address.Key} read access to this repository, and authorise it for single sign-on."),
        // Pull requests that this token may not read are unknown; those lost to a fault are asked for again.
        (null or "NOT_FOUND" or "FORBIDDEN" or "INSUFFICIENT_SCOPES", { TypeName: "Commit" }) => mapping.Answer(question, commit),
        (null, not null) => GitHubMapping.OnlyAName,
        (null, null) => question.IsFullSha ? new CommitAnswer.NotFound("GitHub knows no such commit in this repository.") : GitHubDefaultBranch.Denied,
        _ => null,
    };

    private IReadOnlyList<IReadOnlyList<GitHubQuestion>> WithoutData(
        GraphReply reply, IReadOnlyList<GitHubQuestion> questions, Dictionary<GitHubQuestion, CommitAnswer> answers)
    {
        var errors = reply.Errors ?? [];
        if (errors.Count == 0 || errors.Exists(error => Says(error, "timeout") || Says(error, "went wrong") || Says(error, "limit")))
        {
            if (questions.Count > 1)
                return Halve(questions);
            answers[questions[0]] = TooMuch;
        }
        else
        {
            Refuse(RefusedFor);
        }

        return [];
    }

    private static bool Says(GraphError error, string words) => error.Message?.Contains(words, StringComparison.OrdinalIgnoreCase) == true;

    private static IReadOnlyList<IReadOnlyList<GitHubQuestion>> Halve(IReadOnlyList<GitHubQuestion> questions)
    {
        var half = (questions.Count + 1) / 2;
        return questions.Count == 1 ? [questions] : [[.. questions.Skip(half)], [.. questions.Take(half)]];
    }

    private int Size()
    {
        lock (_lock)
            return _size;
    }

    private void Learn(List<GitHubQuestion> asked, bool isHalf, Dictionary<GitHubQuestion, CommitAnswer> answers)
    {
        if (asked.Any(question => answers.GetValueOrDefault(question) is CommitAnswer.Failed))
            return;
        lock (_lock)
        {
            if (isHalf && asked.Count < _size)
                _size = asked.Count;
            else if (!isHalf && asked.Count >= _size)
                _size = Math.Min(MostAtOnce, _size + 10);
        }
    }

    private void Refuse(TimeSpan duration)
    {
        lock (_lock)
            _refusedUntil = time.GetUtcNow() + duration;
    }
}
