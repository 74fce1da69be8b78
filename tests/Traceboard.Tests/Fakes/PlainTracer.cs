using Traceboard.Images;
using Traceboard.Sources;

namespace Traceboard.Tests.Fakes;

/// <summary>
/// A tracer with one rule: <c>registry/owner/name:tag</c> is repository <c>owner/name</c> on the Git host named like the
/// registry, and each part of the tag between dashes that is hex is a candidate. A longer name may be a longer path: the
/// longest is asked for first.
/// </summary>
internal sealed class PlainTracer : Tracer
{
    private IReadOnlyList<ConfirmedRepository> _confirmed = [];

    public override IReadOnlyList<ConfirmedRepository> Confirmed => _confirmed;

    /// <summary>An administrator confirms a number.</summary>
    public void Confirm(ConfirmedRepository repository) => _confirmed = [repository];

    public override TracePlan Plan(string image)
    {
        var (name, tag) = (image.Split(':')[0], image.Contains(':', StringComparison.Ordinal) ? image.Split(':')[^1] : "latest");
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        if (tag == "latest" || slash < 0)
            return new TracePlan { Image = image, Settled = TraceStatus.Moving, Reason = "It moves." };
        var parts = name.Split('/')[1..];
        var repositories = Enumerable.Range(0, Math.Max(1, parts.Length - 1)).Select(cut => new Repository(name[..slash], string.Join('/', parts[..^cut])));
        return new TracePlan
        {
            Image = image,
            Tag = new TagReading(TagKind.Candidates, []),
            Rule = "plain",
            Questions =
            [
                .. from repository in repositories
                   from part in tag.Split('-')
                   where part.Length >= 6 && part.All(char.IsAsciiHexDigit)
                   select new TraceQuestion(repository, part, "{sha}"),
            ],
        };
    }

    public override Trace Conclude(TracePlan plan, Func<TraceQuestion, CommitAnswer?> answer, int digestsOfTag, DateTimeOffset? pendingSince)
    {
        if (digestsOfTag > 1)
            return new Trace { Status = TraceStatus.Moving, Reason = $"{digestsOfTag} digests" };
        if (plan.Settled is { } settled)
            return new Trace { Status = settled, Reason = plan.Reason };
        var said = plan.Questions.Select(answer).ToList();
        if (said.OfType<CommitAnswer.Found>().FirstOrDefault() is { } found)
            return new Trace { Status = TraceStatus.Traced, Commit = found.Commit };
        return plan.NextQuestion(answer) is { } next
            ? new Trace { Status = TraceStatus.Pending, Reason = (answer(next) as CommitAnswer.Failed)?.Detail, PendingSince = pendingSince }
            : new Trace { Status = TraceStatus.NotFound };
    }
}
