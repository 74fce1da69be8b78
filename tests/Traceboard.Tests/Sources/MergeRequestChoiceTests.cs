using FsCheck.Xunit;
using Traceboard.Sources;

namespace Traceboard.Tests.Sources;

public sealed class MergeRequestChoiceTests
{
    private static readonly CommitSha Sha = new(new string('a', 40));
    private static readonly CommitSha Other = new(new string('b', 40));

    [Property]
    public bool The_order_in_which_a_host_lists_requests_does_not_matter(byte[] kinds)
    {
        var related = kinds.Select(Related).ToList();
        var forwards = MergeRequestChoice.For(Sha, related);
        related.Reverse();
        return forwards == MergeRequestChoice.For(Sha, related);
    }

    [Property]
    public bool A_merged_request_for_the_very_commit_always_wins(byte[] kinds)
    {
        var mine = Request(100_000, RequestState.Merged, landed: Sha.Value, head: null);
        var others = kinds.Select(Related).Where(request => request.Landed[0] != Sha.Value);
        return MergeRequestChoice.For(Sha, [.. others, mine]) == (MergeRequestStatus.Merged, mine.Request);
    }

    [Fact]
    public void What_was_closed_brought_nothing() =>
        Assert.Equal((MergeRequestStatus.None, null), MergeRequestChoice.For(Sha, [Request(1, RequestState.Closed, Sha.Value, Sha.Value)]));

    private static RelatedRequest Related(byte kind, int number) => Request(
        number, (RequestState)(kind % 3), (kind / 3 % 2) == 0 ? Sha.Value : Other.Value, (kind / 6 % 2) == 0 ? Sha.Value : Other.Value);

    private static RelatedRequest Request(int number, RequestState state, string landed, string? head) => new(
        new MergeRequest { Number = number, Title = "t", Url = "u", MergedAt = DateTimeOffset.UnixEpoch.AddDays(number % 5) }, state, [landed], head);
}
