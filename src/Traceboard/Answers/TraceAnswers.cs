using System.Runtime.CompilerServices;
using Traceboard.Sources;

namespace Traceboard.Answers;

/// <summary>Tells a trace the way the API does.</summary>
internal static class TraceAnswers
{
    private static readonly ConditionalWeakTable<Trace, TraceAnswer> Told = [];

    /// <summary>What is said of a build that nobody has looked at yet.</summary>
    public static TraceAnswer Unasked { get; } = new()
    {
        Status = nameof(TraceStatus.Pending),
        Reason = "It has just been seen and was not looked at yet; it will be within seconds.",
        MergeRequestStatus = nameof(Sources.MergeRequestStatus.Unknown),
        Evidence = Sequence<EvidenceAnswer>.Empty,
    };

    /// <summary>The same trace is always told by the same object, so that telling apart what changed is quick.</summary>
    public static TraceAnswer Of(Trace trace) => Told.GetValue(trace, Tell);

    private static TraceAnswer Tell(Trace trace)
    {
        var commit = trace.Status == TraceStatus.Traced ? trace.Commit : null;
        return new TraceAnswer
        {
            Status = trace.Status.ToString(),
            Reason = trace.Reason,
            PendingSince = trace.PendingSince,
            Via = trace.Via,
            Revision = commit is null ? null : Of(commit.Revision, commit.Url),
            Commit = commit is null ? null : Of(commit),
            MergeRequest = commit?.MergeRequest is { } request ? Of(request) : null,
            MergeRequestStatus = (commit?.MergeRequestStatus ?? Sources.MergeRequestStatus.Unknown).ToString(),
            Evidence = Sequence<EvidenceAnswer>.Of(trace.Evidence.Select(Of)),
        };
    }

    private static RevisionAnswer Of(Revision revision, string url) =>
        new(revision.Repository.Host, revision.Repository.Path, revision.Sha.Value, url);

    private static CommitAnswerShape Of(Commit commit) =>
        new(commit.Revision.Sha.Value, commit.Title, Of(commit.Author), commit.AuthoredAt, commit.CommittedAt, commit.Url);

    private static MergeRequestAnswer Of(MergeRequest request) => new(
        request.Number,
        request.Title,
        request.Author is null ? null : Of(request.Author),
        request.MergedBy is null ? null : Of(request.MergedBy),
        request.MergedAt,
        request.Url);

    private static PersonAnswer Of(Person person) => new(person.Name, person.Login);

    private static EvidenceAnswer Of(Evidence evidence) =>
        new(evidence.Kind, evidence.Value, evidence.Verdict.ToString().ToLowerInvariant(), evidence.Detail);
}
