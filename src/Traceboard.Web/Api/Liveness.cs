namespace Traceboard.Web.Api;

/// <summary>
/// Knows whether one of Traceboard's own background tasks has ended while the process goes on: then what it wrote or
/// watched silently grows old.
/// </summary>
internal sealed class Liveness(IEnumerable<IHostedService> services, IHostApplicationLifetime lifetime)
{
    private readonly BackgroundService[] _own =
        [.. services.OfType<BackgroundService>().Where(service => service.GetType().Namespace?.StartsWith(nameof(Traceboard), StringComparison.Ordinal) == true)];

    /// <summary>The names of the tasks that ended, or none while the process is stopping.</summary>
    public IReadOnlyList<string> Dead => lifetime.ApplicationStopping.IsCancellationRequested
        ? []
        : [.. _own.Where(service => service.ExecuteTask is { IsCompleted: true }).Select(service => service.GetType().Name)];
}
