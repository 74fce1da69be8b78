using Microsoft.Extensions.Options;
using Traceboard.Web.Access;

namespace Traceboard.Web.Configuration;

/// <summary>
/// Finds everything that is wrong with a configuration at once: unknown keys, values of the wrong kind, and what the rooms
/// say of the rest. Whoever mends it should not have to start once for each fault.
/// </summary>
internal static class ConfigurationReview
{
    /// <summary>One line for each fault.</summary>
    /// <param name="traceboard">The section <c>Traceboard</c>.</param>
    /// <param name="addresses">Where the server would listen.</param>
    /// <param name="register">Registers the rooms with their options; nothing of them is started.</param>
    public static IReadOnlyList<string> Faults(IConfiguration traceboard, IReadOnlyList<string> addresses, Action<IServiceCollection, IConfiguration> register)
    {
        var keys = KnownKeys.Faults(traceboard);
        var readable = keys.Count == 0 ? traceboard : Readable(traceboard, keys);
        List<string> faults = [.. keys.Select(fault => fault.Message)];
        if (ListenAddresses.Refusal(addresses, (readable.Get<AccessOptions>() ?? new AccessOptions()).Auth) is { } refusal)
            faults.Add(refusal);

        var services = new ServiceCollection();
        services.AddLogging();
        register(services, readable);
        using var provider = services.BuildServiceProvider();
        faults.AddRange(Validate(provider.GetRequiredService<IStartupValidator>()));
        return faults;
    }

    private static IEnumerable<string> Validate(IStartupValidator validator)
    {
        try
        {
            validator.Validate();
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
        catch (AggregateException exception) when (exception.InnerExceptions.All(inner => inner is OptionsValidationException))
        {
            return exception.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures);
        }
    }

    /// <summary>
    /// The configuration as it was meant: a mistyped key under its right name, so that it is not told as missing too, and
    /// without what cannot be read.
    /// </summary>
    private static IConfigurationSection Readable(IConfiguration traceboard, IReadOnlyList<KeyFault> faults)
    {
        var given = traceboard.AsEnumerable().Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        var kept = new Dictionary<string, string?>(given, StringComparer.OrdinalIgnoreCase);
        foreach (var fault in faults)
        {
            var meant = fault.Meant is null ? null : $"{ConfigurationPath.GetParentPath(fault.Path)}{ConfigurationPath.KeyDelimiter}{fault.Meant}";
            foreach (var (key, value) in given.Where(pair => IsWithin(pair.Key, fault.Path)))
            {
                kept.Remove(key);
                if (meant is not null)
                    kept.TryAdd(meant + key[fault.Path.Length..], value);
            }
        }

        var readable = Build(kept);
        // A right name may stand over a value of the wrong kind: that is told once it has its name.
        foreach (var key in KnownKeys.Faults(readable).SelectMany(fault => kept.Keys.Where(key => IsWithin(key, fault.Path))).ToArray())
            kept.Remove(key);
        return Build(kept);
    }

    private static IConfigurationSection Build(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Traceboard");

    private static bool IsWithin(string key, string path) =>
        key.StartsWith(path, StringComparison.OrdinalIgnoreCase) && (key.Length == path.Length || key[path.Length] == ':');
}
