using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Traceboard.Sources;

/// <summary>Binds <see cref="SourcesOptions"/> once, however many parts of the room ask for it.</summary>
internal static class SourcesOptionsBinding
{
    /// <summary>
    /// Binds the options to the section <c>Traceboard</c>, unless that was done before: binding twice would list every
    /// Git host and rule twice.
    /// </summary>
    public static IServiceCollection AddSourcesOptions(this IServiceCollection services, IConfiguration traceboard)
    {
        if (services.Any(service => service.ServiceType == typeof(Bound)))
            return services;

        services.TryAddSingleton<Bound>();
        services.AddOptions<SourcesOptions>().Bind(traceboard).ValidateOnStart();
        return services;
    }

    private sealed class Bound;
}
