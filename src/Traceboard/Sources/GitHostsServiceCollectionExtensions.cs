using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Traceboard.Sources.GitHub;
using Traceboard.Sources.Http;

namespace Traceboard.Sources;

/// <summary>Registers the Git hosts of the configuration.</summary>
public static class GitHostsServiceCollectionExtensions
{
    /// <summary>
    /// Adds an <see cref="IGitHost"/> for each configured Git host, <see cref="GitHosts"/> and <see cref="GitHostChecks"/>.
    /// Faults in the configuration stop the start. <paramref name="traceboard"/> is the section <c>Traceboard</c>.
    /// </summary>
    public static IServiceCollection AddGitHosts(this IServiceCollection services, IConfiguration traceboard)
    {
        services.AddSourcesOptions(traceboard);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<GitHosts>();
        services.TryAddSingleton<GitHostChecks>();
        services.AddSingleton<IValidateOptions<SourcesOptions>>(new GitHostsValidation(traceboard));

        var count = (traceboard.Get<SourcesOptions>() ?? new SourcesOptions()).EffectiveGitHosts().Count;
        for (var place = 0; place < count; place++)
            services.AddGitHost(place);
        return services;
    }

    private static void AddGitHost(this IServiceCollection services, int place)
    {
        var key = GitHostsValidation.Key(place);
        services.AddKeyedSingleton(key, (provider, _) => Configured.Read(provider, place));
        services.AddHttpClient(key)
            // Its loggers would write addresses and headers; the pipeline tells what it does by itself.
            .RemoveAllLoggers()
            // Connections renew themselves, and the host keeps one handler for its life.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => EgressHandler.Create(Host(provider).Options.CaFile))
            .AddHttpMessageHandler(provider => new RedirectHandler(Host(provider).Address))
            .AddHttpMessageHandler(provider => new GateHandler(
                Host(provider).Address, Host(provider).Credential, Host(provider).Gate, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GateHandler>>()))
            .AddHttpMessageHandler(provider => new RevalidationHandler(Host(provider).Kind.UnchangedIsFree))
            .AddHttpMessageHandler(provider => new BodyHandler(provider.GetRequiredService<TimeProvider>()));
        services.AddHttpClient(AppClient(place))
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(provider => EgressHandler.Create(Host(provider).Options.CaFile))
            .AddHttpMessageHandler(provider => new GateHandler(
                Host(provider).Address, Host(provider).AppKey!, Host(provider).Gate, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<GateHandler>>()))
            .AddHttpMessageHandler(provider => new BodyHandler(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IGitHost>(provider => new JointAsking(Host(provider).Kind.Create(
            Host(provider).Address,
            Host(provider).Credential,
            Host(provider).Gate,
            provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(key),
            provider.GetRequiredService<TimeProvider>())));

        Configured Host(IServiceProvider provider) => provider.GetRequiredKeyedService<Configured>(key);
    }

    private static string AppClient(int place) => $"{GitHostsValidation.Key(place)}:App";

    /// <summary>One configured host, with what its parts share.</summary>
    private sealed record Configured(GitHostOptions Options, GitHostKind Kind, GitHostAddress Address, GitHostCredential Credential, HostGate Gate) : IDisposable
    {
        /// <summary>The key of the App, where one is configured.</summary>
        public AppKey? AppKey { get; private init; }

        public static Configured Read(IServiceProvider provider, int place)
        {
            var options = provider.GetRequiredService<IOptions<SourcesOptions>>().Value.EffectiveGitHosts()[place];
            var kind = GitHostKinds.Find(options.Kind) ?? throw new InvalidOperationException($"The kind '{options.Kind}' was not validated.");
            var time = provider.GetRequiredService<TimeProvider>();
            var key = GitHostsValidation.Key(place);
            var address = kind.AddressOf(options.Name, key, options.Url);
            var gate = new HostGate(time, kind.MostPerMinute);
            if (options.App is not { } app)
                return new Configured(options, kind, address, new TokenCredential(key, options.Token, options.TokenFile), gate);

            var appKey = new AppKey(key, app, time);
            var handlers = provider.GetRequiredService<IHttpMessageHandlerFactory>();
            return new Configured(options, kind, address, new AppInstallation(address, app, appKey, () => handlers.CreateHandler(AppClient(place)), time), gate) { AppKey = appKey };
        }

        public void Dispose()
        {
            Gate.Dispose();
            (Credential as IDisposable)?.Dispose();
        }
    }
}
