using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Traceboard.Sources.Http;
using Traceboard.Sources.Tracing;

namespace Traceboard.Sources.Registries;

/// <summary>Registers the registries of the configuration.</summary>
public static class RegistriesServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="Registry"/> for each configured registry, <see cref="ConfiguredRegistries"/> and
    /// <see cref="RegistryChecks"/>. Faults in the configuration stop the start. <paramref name="traceboard"/> is the
    /// section <c>Traceboard</c>.
    /// </summary>
    public static IServiceCollection AddRegistries(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddTracing(traceboard);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConfiguredRegistries>();
        services.TryAddSingleton<RegistryChecks>();
        services.TryAddSingleton<IImageEvidence, RegistryEvidence>();
        services.AddSingleton<IValidateOptions<SourcesOptions>>(new RegistriesValidation(traceboard));

        var count = (traceboard.Get<SourcesOptions>() ?? new SourcesOptions()).Registries.Count;
        for (var place = 0; place < count; place++)
            services.AddRegistry(place);
        return services;
    }

    private static void AddRegistry(this IServiceCollection services, int place)
    {
        var key = RegistriesValidation.Key(place);
        services.AddKeyedSingleton(key, (provider, _) => Configured.Read(provider, place));
        services.AddHttpClient(key)
            // Its loggers would write addresses and headers; the caller tells what it does by itself.
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => Egress(provider.GetRequiredKeyedService<Configured>(key)));
        services.AddSingleton(provider => provider.GetRequiredKeyedService<Configured>(key).Create(provider, key));
    }

    private static SocketsHttpHandler Egress(Configured registry)
    {
        var handler = EgressHandler.Create(registry.Options.CaFile);
        handler.ConnectCallback = new AddressGuard(registry.Address, Dns.GetHostAddressesAsync).ConnectAsync;
        return handler;
    }

    /// <summary>One configured registry, with what its parts share.</summary>
    private sealed record Configured(RegistryOptions Options, RegistryAddress Address, HostGate Gate) : IDisposable
    {
        public static Configured Read(IServiceProvider provider, int place)
        {
            var options = provider.GetRequiredService<IOptions<SourcesOptions>>().Value.Registries[place];
            return new Configured(options, RegistryAddress.Of(options, RegistriesValidation.Key(place)), new HostGate(provider.GetRequiredService<TimeProvider>()));
        }

        public Registry Create(IServiceProvider provider, string key)
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var credential = new RegistryCredential(key, Options.UserName, Options.Password, Options.PasswordFile);
            var http = new HttpMessageInvoker(provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(key), disposeHandler: false);
            var caller = new RegistryCaller(Address, Gate, http, time, provider.GetRequiredService<ILogger<RegistryCaller>>());
            var tokens = new RegistryTokens(Address, credential, caller, time);
            return new Registry(Address, credential, new RegistryConnection(Address, credential, tokens, caller, Gate), Gate, time);
        }

        public void Dispose() => Gate.Dispose();
    }
}
