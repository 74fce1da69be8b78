using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Registry;

/// <summary>An image as a pipeline pushes it.</summary>
internal sealed record SimulatedImage
{
    /// <summary>Labels in its configuration.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Annotations of its manifest.</summary>
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Its architecture on Linux.</summary>
    public string Architecture { get; init; } = "amd64";

    /// <summary>When it was built.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The older media types of Docker instead of OCI's.</summary>
    public bool DockerTypes { get; init; }

    public JsonObject Config()
    {
        var config = new JsonObject { ["architecture"] = Architecture, ["os"] = "linux", ["config"] = new JsonObject { [nameof(Labels)] = Texts(Labels) }, ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray() } };
        if (CreatedAt is { } at)
            config["created"] = at.UtcDateTime.ToString("O");
        return config;
    }

    public static JsonObject Texts(IReadOnlyDictionary<string, string> texts) =>
        new(texts.Select(text => KeyValuePair.Create(text.Key, (JsonNode?)text.Value)));
}
