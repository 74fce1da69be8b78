namespace Traceboard;

/// <summary>One thing that <c>traceboard check</c> tries, before it is tried.</summary>
/// <param name="Subject">What is tried, as its lines will name it: <c>cluster prod-eu</c>.</param>
/// <param name="Remedy">What to do where no answer comes in time.</param>
/// <param name="TryAsync">Tries it; one line for each thing found. Throws only when cancelled.</param>
public sealed record Check(string Subject, string Remedy, Func<CancellationToken, Task<IReadOnlyList<CheckResult>>> TryAsync)
{
    /// <summary>How long a check may take before it counts as failed.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Where it is asked, as far as that is known by now: an address without user information, or null.</summary>
    public Func<string?> Where { get; init; } = () => null;

    /// <summary>What is being done, for who waits: <c>asking cluster prod-eu at https://10.0.0.1:6443 (gives up after 10 s)</c>.</summary>
    public string Waiting => $"asking {Subject}{(Where() is { } address ? $" at {address}" : "")} (gives up after {Limit.TotalSeconds:0} s)";

    /// <summary>Tries it within <see cref="Limit"/>; what takes longer is a line that is not <see cref="CheckResult.Ok"/>.</summary>
    /// <exception cref="OperationCanceledException">The caller has cancelled.</exception>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await TryAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [new CheckResult(Subject, Ok: false, $"{(Where() is { } address ? $"{address} gave " : "")}no answer within {Limit.TotalSeconds:0} s", Remedy)];
        }
    }
}
