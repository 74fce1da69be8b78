using System.Globalization;
using System.Text.Json;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>Reads single members of hostile JSON; what is not there, or not of the right kind, is null.</summary>
internal static class RegistryJson
{
    private const int LongestWord = 128;

    /// <summary>The bytes as an object.</summary>
    /// <exception cref="GitHostException">They are no JSON object.</exception>
    public static JsonDocument Parse(byte[] body)
    {
        JsonDocument? json = null;
        try
        {
            json = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            if (json.RootElement.ValueKind is JsonValueKind.Object)
                return json;
        }
        catch (JsonException exception)
        {
            throw new GitHostException(GitHostFault.Garbled, "The answer is not complete JSON.", inner: exception);
        }

        json.Dispose();
        throw new GitHostException(GitHostFault.Garbled, "The answer is not a JSON object.");
    }

    public static string? Text(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? TextOf(value) : null;

    public static long? Number(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    public static DateTimeOffset? Time(JsonElement json, string name) => Time(Text(json, name));

    public static DateTimeOffset? Time(string? text) =>
        text is { Length: <= 64 } && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    public static string? Platform(JsonElement json)
    {
        var parts = new[] { Text(json, "os"), Text(json, "architecture"), Text(json, "variant") }.Where(part => part is { Length: > 0 and <= LongestWord }).ToList();
        return parts.Count < 2 ? null : PlainLine.Name(string.Join('/', parts));
    }

    /// <summary>The annotations or labels that speak of the source.</summary>
    public static IReadOnlyList<ImageClaim> Claims(JsonElement json, string name, bool isLabel)
    {
        if (json.ValueKind is not JsonValueKind.Object || !json.TryGetProperty(name, out var all) || all.ValueKind is not JsonValueKind.Object)
            return [];
        return [.. from key in ClaimKeys.All
                   let value = Text(all, key)
                   where value is { Length: > 0 } && value.Length <= (key is ClaimKeys.Buildpacks ? ClaimKeys.LongestBuildpacks : ClaimKeys.LongestValue)
                   select new ImageClaim(isLabel, key, value)];
    }

    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: no text that anybody meant.
            return null;
        }
    }
}
