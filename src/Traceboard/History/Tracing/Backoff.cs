using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>When a question is asked again.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestAfterFailure = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MergeRequestWatch = TimeSpan.FromDays(7);

    /// <summary>
    /// After an answer. The pause is as long as the question is old, so it doubles each time: an hour at first (a quarter
    /// where somebody may just be mending a token or a repository), a day at last. A commit whose merge request is open, or could not be learnt, is asked for again within a week. Null:
    /// never again.
    /// </summary>
    public static DateTimeOffset? AfterAnswer(CommitAnswer answer, DateTimeOffset askedAt, DateTimeOffset now) => answer switch
    {
        CommitAnswer.Found { Commit.MergeRequestStatus: MergeRequestStatus.Pending } =>
            now - askedAt < MergeRequestWatch ? now + TimeSpan.FromHours(1) : null,
        CommitAnswer.Found { Commit.MergeRequestStatus: MergeRequestStatus.Unknown } =>
            now - askedAt < MergeRequestWatch ? now + Within(now - askedAt, TimeSpan.FromMinutes(15), Longest) : null,
        CommitAnswer.Found => null,
        CommitAnswer.Forbidden or CommitAnswer.RepositoryMissing or CommitAnswer.OtherRepository => now + Within(now - askedAt, TimeSpan.FromMinutes(15), Longest),
        _ => now + Within(now - askedAt, TimeSpan.FromHours(1), Longest),
    };

    /// <summary>After a failure: what the host asks for, else 5 s doubling to 10 min; up to a fifth longer, so that not all come at once.</summary>
    /// <param name="failed">What the host said.</param>
    /// <param name="attempts">Tries since the last answer, this one included.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan AfterFailure(CommitAnswer.Failed failed, int attempts, double chance)
    {
        var pause = failed.RetryAfter is { } asked && asked > TimeSpan.Zero
            ? Within(asked, TimeSpan.FromSeconds(1), Longest)
            : Within(TimeSpan.FromSeconds(5 * Math.Pow(2, Math.Clamp(attempts - 1, 0, 10))), TimeSpan.FromSeconds(5), LongestAfterFailure);
        return pause * (1 + chance / 5);
    }

    private static TimeSpan Within(TimeSpan pause, TimeSpan least, TimeSpan most) => pause < least ? least : pause > most ? most : pause;
}
