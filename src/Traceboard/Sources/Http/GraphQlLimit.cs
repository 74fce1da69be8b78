using System.Text.Json;

namespace Traceboard.Sources.Http;

/// <summary>GraphQL turns requests away with status 200: only the errors in the answer say that a limit was reached.</summary>
internal static class GraphQlLimit
{
    /// <summary>Whether the answer, which is valid JSON, is a refusal for a rate limit. Text of commits does not count.</summary>
    public static bool IsToldBy(byte[] answer)
    {
        if (answer.AsSpan().IndexOf("\"errors\""u8) < 0)
            return false;
        using var document = JsonDocument.Parse(answer);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("errors", out var errors)
            && errors.ValueKind == JsonValueKind.Array
            && errors.EnumerateArray().Any(IsLimit);
    }

    private static bool IsLimit(JsonElement error) => error.ValueKind == JsonValueKind.Object
        && (Text(error, "type").StartsWith("RATE_LIMIT", StringComparison.Ordinal)
            || Text(error, "message").Contains("rate limit", StringComparison.OrdinalIgnoreCase));

    private static string Text(JsonElement error, string member) =>
        error.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
