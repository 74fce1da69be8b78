using Traceboard.History;

namespace Traceboard.Migrations;

/// <summary>What differs between the providers beyond the model.</summary>
internal interface IDatabase
{
    /// <summary>Makes the database ready to be used by this process alone, and up to date.</summary>
    /// <exception cref="HistoryUnavailableException">It cannot be used; the message says why and what to do.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Lets another process have it.</summary>
    void Close();

    /// <summary>Asks the engine about itself; what fails is told in the answer.</summary>
    Task<DatabaseEngine> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>Tries it without changing what is stored and without taking it from a running process.</summary>
    Task<CheckResult> CheckAsync(CancellationToken cancellationToken);
}
