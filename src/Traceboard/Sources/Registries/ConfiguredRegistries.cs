using Traceboard.Images;

namespace Traceboard.Sources.Registries;

/// <summary>The configured registries. No other is ever asked.</summary>
public sealed class ConfiguredRegistries(IEnumerable<Registry> registries)
{
    private readonly Dictionary<string, Registry> _byHost = registries.ToDictionary(registry => registry.Host, StringComparer.OrdinalIgnoreCase);

    /// <summary>All of them, in configuration order.</summary>
    public IReadOnlyList<Registry> All => [.. _byHost.Values];

    /// <summary>The registry that the image names, or null where it is not configured.</summary>
    public Registry? Find(ImageReference image) => _byHost.GetValueOrDefault(image.Registry);
}
