namespace Traceboard.Web.Api;

/// <summary>Maps the HTTP API: one file for each group of addresses.</summary>
internal static class ApiEndpoints
{
    public const string Root = "/api/v1";

    public static IEndpointRouteBuilder MapApi(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Root).AddEndpointFilter<ApiFaults>();
        api.MapBoard();
        api.MapDeployments();
        api.MapServices();
        api.MapTrace();
        api.MapStatus();
        api.MapUntraceable();

        app.MapHealth();
        app.MapOpenApi();
        app.Map("/api/{**path}", Problems.NoSuchAddress).ExcludeFromDescription();
        return app;
    }
}
