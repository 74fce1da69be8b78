using Traceboard.Answers;

namespace Traceboard.Web.Api;

/// <summary>Whether the process lives and may be asked. Without a word of detail: anybody may ask.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapGet("/healthz", Healthy)
            .WithName("GetHealth").WithTags("Health")
            .WithSummary("Liveness: fails when a task that watches, records or answers has died")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");
        app.MapGet("/readyz", Ready)
            .WithName("GetReadiness").WithTags("Health")
            .WithSummary("Readiness: the database is migrated and the first board is built")
            .Produces<string>(StatusCodes.Status200OK, "text/plain").Produces<string>(StatusCodes.Status503ServiceUnavailable, "text/plain");
    }

    private static IResult Healthy(Liveness liveness, HttpContext context) =>
        Say(context, liveness.Dead.Count == 0, "healthy", "unhealthy: restart Traceboard; its log says which task died");

    private static IResult Ready(BoardReader board, HttpContext context) =>
        Say(context, board.IsReady, "ready", "not ready: the first board is not built yet");

    private static IResult Say(HttpContext context, bool well, string yes, string no)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(well ? yes : no, "text/plain", statusCode: well ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
