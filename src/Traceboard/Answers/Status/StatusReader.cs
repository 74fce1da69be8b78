namespace Traceboard.Answers;

/// <summary>Answers how Traceboard itself is doing.</summary>
public abstract class StatusReader
{
    /// <summary>The status now.</summary>
    public abstract Task<StatusAnswer> ReadAsync(CancellationToken cancellationToken);
}
