using System.Diagnostics.CodeAnalysis;

namespace Traceboard.Simulation;

/// <summary>Tells all who wait that something happened. Take <see cref="Next"/> before looking, then wait: nothing is missed.</summary>
internal sealed class Pulse
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Completes at the next beat.</summary>
    [SuppressMessage("Usage", "VSTHRD003", Justification = "Completes asynchronously and never blocks anybody.")]
    public Task Next => Volatile.Read(ref _next).Task;

    public void Beat() => Interlocked.Exchange(ref _next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
