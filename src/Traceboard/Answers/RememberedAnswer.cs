using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Answers;

/// <summary>Reads what a Git host said back from its row.</summary>
internal static class RememberedAnswer
{
    /// <summary>The answer, or null while there is none.</summary>
    public static CommitAnswer? Of(QuestionRow row) => row.State switch
    {
        QuestionState.Found when row.Commit is { } commit => new CommitAnswer.Found(Of(commit)),
        QuestionState.NotFound => new CommitAnswer.NotFound(row.Detail ?? ""),
        QuestionState.Ambiguous => new CommitAnswer.Ambiguous(row.Detail ?? ""),
        QuestionState.RepositoryMissing => new CommitAnswer.RepositoryMissing(row.Detail ?? ""),
        QuestionState.Forbidden => new CommitAnswer.Forbidden(row.Detail ?? ""),
        _ => null,
    };

    private static Commit Of(CommitRow row) => new()
    {
        Revision = new Revision(new Repository(row.Host, row.Path), new CommitSha(row.Sha)),
        Title = row.Title,
        Author = new Person(row.AuthorName, row.AuthorLogin),
        AuthoredAt = row.AuthoredAt,
        CommittedAt = row.CommittedAt,
        Url = row.Url,
        MergeRequestStatus = row.MergeRequestStatus,
        MergeRequest = row is { MergeRequestNumber: { } number, MergeRequestUrl: { } url }
            ? new MergeRequest
            {
                Number = number,
                Title = row.MergeRequestTitle ?? "",
                Author = row.MergeRequestAuthorName is { } author ? new Person(author, row.MergeRequestAuthorLogin) : null,
                MergedBy = row.MergedByName is { } merger ? new Person(merger, row.MergedByLogin) : null,
                MergedAt = row.MergedAt,
                Url = url,
            }
            : null,
    };
}
