using Traceboard.Web.Api.Description;

namespace Traceboard.Web.Api;

/// <summary>Registers what the HTTP API needs besides the answers.</summary>
internal static class ApiServiceCollectionExtensions
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            ApiJson.Configure(options.SerializerOptions);
        });
        services.AddOpenApi(ApiDescription.Name, ApiDescription.Configure);
        services.AddSingleton<Rendering>();
        services.AddSingleton<Liveness>();
        return services;
    }
}
