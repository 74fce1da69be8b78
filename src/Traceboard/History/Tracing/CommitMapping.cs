using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>Between commits as Git hosts tell them and as they are stored.</summary>
internal static class CommitMapping
{
    public static CommitRow ToRow(this Commit commit) => new CommitRow
    {
        Host = commit.Revision.Repository.Host,
        Path = commit.Revision.Repository.Path,
        Sha = commit.Revision.Sha.Value,
        Title = commit.Title,
        AuthorName = commit.Author.Name,
        Url = commit.Url,
    }.Take(commit);

    /// <summary>Takes over what a Git host told anew of the same commit.</summary>
    public static CommitRow Take(this CommitRow row, Commit commit)
    {
        row.Title = commit.Title;
        row.AuthorName = commit.Author.Name;
        row.AuthorLogin = commit.Author.Login;
        row.AuthoredAt = commit.AuthoredAt;
        row.CommittedAt = commit.CommittedAt;
        row.Url = commit.Url;
        row.MergeRequestStatus = commit.MergeRequestStatus;
        row.MergeRequestNumber = commit.MergeRequest?.Number;
        row.MergeRequestTitle = commit.MergeRequest?.Title;
        row.MergeRequestAuthorName = commit.MergeRequest?.Author?.Name;
        row.MergeRequestAuthorLogin = commit.MergeRequest?.Author?.Login;
        row.MergedByName = commit.MergeRequest?.MergedBy?.Name;
        row.MergedByLogin = commit.MergeRequest?.MergedBy?.Login;
        row.MergedAt = commit.MergeRequest?.MergedAt;
        row.MergeRequestUrl = commit.MergeRequest?.Url;
        return row;
    }

    public static Commit ToCommit(this CommitRow row) => new()
    {
        Revision = new Revision(new Repository(row.Host, row.Path), new CommitSha(row.Sha)),
        Title = row.Title,
        Author = new Person(row.AuthorName, row.AuthorLogin),
        AuthoredAt = row.AuthoredAt,
        CommittedAt = row.CommittedAt,
        Url = row.Url,
        MergeRequestStatus = row.MergeRequestStatus,
        MergeRequest = row is { MergeRequestNumber: { } number, MergeRequestTitle: { } title, MergeRequestUrl: { } url }
            ? new MergeRequest
            {
                Number = number,
                Title = title,
                Author = PersonOf(row.MergeRequestAuthorName, row.MergeRequestAuthorLogin),
                MergedBy = PersonOf(row.MergedByName, row.MergedByLogin),
                MergedAt = row.MergedAt,
                Url = url,
            }
            : null,
    };

    private static Person? PersonOf(string? name, string? login) => name is null ? null : new Person(name, login);
}
