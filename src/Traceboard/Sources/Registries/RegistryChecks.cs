namespace Traceboard.Sources.Registries;

/// <summary>Tries every configured registry once, for <c>traceboard check</c>.</summary>
public sealed class RegistryChecks(ConfiguredRegistries registries)
{
    /// <summary>One for each registry, in configuration order. What a registry does is told in its line.</summary>
    public IReadOnlyList<Check> All =>
    [
        .. registries.All.Select(registry => new Check(
            $"Registry {registry.Host}",
            "Look whether it and its token service can be reached from here.",
            async cancellationToken => [await registry.CheckAsync(cancellationToken)]) { Where = () => registry.State.Url }),
    ];

    /// <summary>One line for each registry, in configuration order. Never throws for what a registry does.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(CancellationToken cancellationToken) =>
        await Task.WhenAll(registries.All.Select(registry => registry.CheckAsync(cancellationToken)));
}
