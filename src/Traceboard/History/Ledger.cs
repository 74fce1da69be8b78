using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace Traceboard.History;

/// <summary>
/// The only way to write: one transaction at a time, all of it or nothing. Writers wait here for one another instead
/// of in the database, and the newest outcome is remembered for the Status page.
/// </summary>
internal sealed class Ledger(IDbContextFactory<TraceboardContext> contexts, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Last committed transaction, or null since the start.</summary>
    public DateTimeOffset? LastWriteAt { get; private set; }

    /// <summary>Why the newest transaction failed, or null after one that was committed.</summary>
    public string? Problem { get; private set; }

    /// <summary>
    /// Runs <paramref name="write"/> in a transaction and commits it. Change detection is off: what is written is
    /// added, updated or removed by name. Whatever is thrown leaves nothing behind.
    /// </summary>
    public async Task<T> WriteAsync<T>(Func<TraceboardContext, CancellationToken, Task<T>> write, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            context.ChangeTracker.AutoDetectChangesEnabled = false;
            await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
            var result = await write(context, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            LastWriteAt = clock.GetUtcNow();
            Problem = null;
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Problem = $"The database cannot be written: {exception.GetBaseException().Message} Nothing is lost: Traceboard tries again until it can.";
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether the database failed, as against the code that used it: trying again may then help.</summary>
    public static bool IsFailure(Exception exception) =>
        exception is DbException or DbUpdateException or IOException or TimeoutException
        || (exception.InnerException is { } inner && IsFailure(inner));

    public void Dispose() => _turn.Dispose();
}
