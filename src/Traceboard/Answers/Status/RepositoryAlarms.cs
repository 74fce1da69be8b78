using Microsoft.EntityFrameworkCore;
using Traceboard.History;
using Traceboard.History.Tracing;
using Traceboard.Sources;

namespace Traceboard.Answers.Status;

/// <summary>Repositories whose name another repository has now.</summary>
internal static class RepositoryAlarms
{
    private const int Most = 50;

    public static async Task<IReadOnlyList<RepositoryAlarm>> ReadAsync(TraceboardContext database, CancellationToken cancellationToken)
    {
        var rows = await database.Repositories.AsNoTracking().Where(row => row.OtherNumber != null)
            .OrderByDescending(row => row.OtherSeenAt).Take(Most).ToListAsync(cancellationToken);
        return [.. rows.Select(Tell)];
    }

    private static RepositoryAlarm Tell(RepositoryRow row)
    {
        var repository = new Repository(row.Host, row.Path);
        return new RepositoryAlarm(
            repository.ToString(), row.Number, row.OtherNumber!.Value, row.OtherSeenAt, RepositoryNumbers.Told(repository, row.Number, row.SeenAt, row.OtherNumber.Value));
    }
}
