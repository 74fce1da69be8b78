namespace Traceboard.Sources.Http;

/// <summary>What a host says is left in its current window.</summary>
/// <param name="Limit">Requests in a window, or null where only the rest is told.</param>
/// <param name="Remaining">Requests left.</param>
/// <param name="ResetsAt">End of the window, by our clock.</param>
internal sealed record RequestBudget(int? Limit, int Remaining, DateTimeOffset ResetsAt)
{
    /// <summary>A fifth is left for everybody else who uses the same token.</summary>
    private int Kept => (int)Math.Ceiling((Limit ?? 0) * 0.2);

    public bool IsSpent(int inFlight) => Remaining - inFlight <= Kept;

    /// <summary>Answers overtake each other: within a window the lowest count is the latest.</summary>
    public RequestBudget Then(RequestBudget told) =>
        (told.ResetsAt - ResetsAt).Duration() < TimeSpan.FromSeconds(5) && told.Limit == Limit && told.Remaining > Remaining ? this : told;
}
