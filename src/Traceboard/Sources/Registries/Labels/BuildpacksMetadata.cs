using System.Text;
using System.Text.Json;

namespace Traceboard.Sources.Registries.Labels;

/// <summary>The source in the metadata label that buildpacks write.</summary>
internal static class BuildpacksMetadata
{
    /// <summary>Commit and repository, each null where it is not there or the label is not readable.</summary>
    public static (string? Commit, string? Repository) Read(string? label)
    {
        if (label is null)
            return (null, null);
        try
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(label), new JsonDocumentOptions { MaxDepth = 16 });
            var source = Member(json.RootElement, "source");
            return RegistryJson.Text(source, "type") is "git"
                ? (RegistryJson.Text(Member(source, "version"), "commit"), RegistryJson.Text(Member(source, "metadata"), "repository"))
                : (null, null);
        }
        catch (JsonException)
        {
            // Anything may stand in a label; one that is no metadata says nothing.
            return (null, null);
        }
    }

    private static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind is JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;
}
