using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Traceboard.History.Recording;

namespace Traceboard.History;

/// <summary>Reads how the database is doing. A database that does not answer is an answer, not an exception.</summary>
internal sealed class DatabaseStateReader(
    ReadDatabaseEngine readEngine, IDbContextFactory<TraceboardContext> contexts, Ledger ledger, RecorderState recorder)
{
    public async Task<DatabaseState> ReadAsync(CancellationToken cancellationToken)
    {
        var engine = await readEngine(cancellationToken);
        var problem = engine.Problem ?? ledger.Problem ?? recorder.Problem;
        if (engine.Problem is not null)
            return new DatabaseState(engine, 0, ledger.LastWriteAt, problem);

        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            return new DatabaseState(engine, await context.Deployments.LongCountAsync(cancellationToken), ledger.LastWriteAt, problem);
        }
        catch (DbException exception)
        {
            return new DatabaseState(engine, 0, ledger.LastWriteAt, problem ?? $"The database cannot be read: {exception.Message}");
        }
    }
}
