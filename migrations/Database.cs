using Microsoft.Extensions.Hosting;

namespace Traceboard.Migrations;

/// <summary>
/// Opens and migrates the database before any other part of the host starts, whatever the order of registration, and
/// lets go of it after all of them have stopped. When it cannot, the host does not start.
/// </summary>
public sealed class Database : IHostedLifecycleService
{
    private readonly IDatabase _database;

    internal Database(IDatabase database) => _database = database;

    /// <summary>Opens the database; for commands that run without a host.</summary>
    /// <exception cref="History.HistoryUnavailableException">It cannot be used; the message says why and what to do.</exception>
    public Task OpenAsync(CancellationToken cancellationToken) => _database.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _database.Close();
        return Task.CompletedTask;
    }
}
