namespace Traceboard.Web.CommandLine;

/// <summary>
/// Runs checks side by side: each tells its lines as soon as it knows them, and one that is slow says on standard error
/// what it waits for.
/// </summary>
internal sealed class CheckRun(TimeProvider time, TextWriter error)
{
    /// <summary>How long nothing need be said.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Runs them all; <paramref name="tell"/> gets the lines as they come, the answer holds them in the order of the checks.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(IReadOnlyList<Check> checks, Action<CheckResult> tell, CancellationToken cancellation)
    {
        Task<IReadOnlyList<CheckResult>>[] running = [.. checks.Select(check => WatchedAsync(check, cancellation))];
        await foreach (var done in Task.WhenEach(running).WithCancellation(cancellation))
        {
            foreach (var line in await done)
                tell(line);
        }

        return [.. (await Task.WhenAll(running)).SelectMany(lines => lines)];
    }

    private async Task<IReadOnlyList<CheckResult>> WatchedAsync(Check check, CancellationToken cancellation)
    {
        await using var slow = time.CreateTimer(_ => error.WriteLine($"traceboard: {check.Waiting}"), state: null, Patience, Timeout.InfiniteTimeSpan);
        return await check.RunAsync(time, cancellation);
    }
}
