using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Traceboard.Sources.Mending;

namespace Traceboard.Sources.Tracing;

/// <summary>Registers the way from an image to a commit.</summary>
public static class TracingServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="Tracer"/> and the validation of its options. <paramref name="traceboard"/> is the section
    /// <c>Traceboard</c>; calling it twice does no harm.
    /// </summary>
    public static IServiceCollection AddTracing(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddSourcesOptions(traceboard);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SourcesOptions>, SourceRulesValidator>());
        services.TryAddSingleton<Tracer>(provider => MappedTracer.From(provider.GetRequiredService<IOptions<SourcesOptions>>().Value));
        services.TryAddSingleton(provider => new Mends(
            provider.GetRequiredService<Tracer>(), provider.GetRequiredService<IOptions<SourcesOptions>>().Value.EffectiveGitHosts()));
        return services;
    }
}
