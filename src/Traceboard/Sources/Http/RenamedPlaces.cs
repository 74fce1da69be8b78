namespace Traceboard.Sources.Http;

/// <summary>
/// Where a host moved repositories to: hosts redirect an old name to an address with the repository's number. Known moves
/// are asked for at once, so that a renamed repository costs one request more and not one with each question.
/// </summary>
internal sealed class RenamedPlaces
{
    private const int Most = 1000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _moves = new(StringComparer.Ordinal);

    /// <summary>Remembers a redirect that changes the beginning of a path alone.</summary>
    public void Learn(Uri from, Uri to)
    {
        var (old, now) = (from.PathAndQuery.Split('/'), to.PathAndQuery.Split('/'));
        var alike = 0;
        while (alike < Math.Min(old.Length, now.Length) && string.Equals(old[^(alike + 1)], now[^(alike + 1)], StringComparison.Ordinal))
            alike++;
        // At least the commit that was asked for stays at the end, and a place is left before it.
        if (alike == 0 || old.Length - alike < 3 || now.Length - alike < 3)
            return;
        lock (_lock)
        {
            if (_moves.Count >= Most)
                _moves.Clear();
            _moves[string.Join('/', old[..^alike]) + "/"] = string.Join('/', now[..^alike]) + "/";
        }
    }

    /// <summary>The address to ask in place of this one.</summary>
    public Uri Follow(Uri address)
    {
        lock (_lock)
        {
            return Find(address) is var (old, now) ? new Uri(address, now + address.PathAndQuery[old.Length..]) : address;
        }
    }

    /// <summary>What was found at this old address is not there any more.</summary>
    public void Forget(Uri address)
    {
        lock (_lock)
        {
            if (Find(address) is var (old, _))
                _moves.Remove(old);
        }
    }

    private KeyValuePair<string, string>? Find(Uri address)
    {
        foreach (var move in _moves)
        {
            if (address.PathAndQuery.StartsWith(move.Key, StringComparison.Ordinal))
                return move;
        }

        return null;
    }
}
