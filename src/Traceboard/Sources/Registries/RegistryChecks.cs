namespace Traceboard.Sources.Registries;

/// <summary>Tries every configured registry once, for <c>traceboard check</c>.</summary>
public sealed class RegistryChecks(ConfiguredRegistries registries)
{
    /// <summary>One line for each registry, in configuration order. Never throws for what a registry does.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(registries.All.Select(registry => registry.CheckAsync(cancellationToken)));
}
