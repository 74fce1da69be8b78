namespace Traceboard.Answers;

/// <summary>Answers what one service runs.</summary>
public abstract class ServiceReader
{
    /// <summary>The service now, or null when nobody knows it.</summary>
    public abstract Task<ServiceAnswer?> ReadAsync(string service, CancellationToken cancellationToken);
}
