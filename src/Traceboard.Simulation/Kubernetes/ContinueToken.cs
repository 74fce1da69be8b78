using System.Text.Json;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>Where the next page of a list begins: after a key, in the snapshot of a version.</summary>
internal sealed record ContinueToken(long Version, string After)
{
    public override string ToString() => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(this));

    public static ContinueToken? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ContinueToken>(Convert.FromBase64String(text));
        }
        catch (Exception problem) when (problem is FormatException or JsonException)
        {
            return null;
        }
    }
}
