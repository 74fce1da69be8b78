using System.Text.Json.Nodes;

namespace Traceboard.Simulation.GitHosts;

/// <summary>What a Git host answers before rate-limit headers and ETags are put on.</summary>
internal sealed record HostAnswer(int Status, JsonNode? Body, string? Link = null)
{
    public static HostAnswer Ok(JsonNode? body) => new(200, body);

    public static HostAnswer Message(int status, string message) => new(status, new JsonObject { ["message"] = message });

    /// <summary>A page of a longer list, with the header that leads to the next one.</summary>
    public static HostAnswer Page<T>(IReadOnlyList<T> all, HostPage page, Func<T, JsonNode> write, string address)
    {
        var items = all.Skip((page.Number - 1) * page.Size).Take(page.Size).Select(write);
        var link = page.Number * page.Size < all.Count ? $"<{address}?page={page.Number + 1}&per_page={page.Size}>; rel=\"next\"" : null;
        return new HostAnswer(200, new JsonArray([.. items]), link);
    }
}

/// <summary>Which page is asked for; numbers begin at 1.</summary>
internal sealed record HostPage(int Number, int Size);
