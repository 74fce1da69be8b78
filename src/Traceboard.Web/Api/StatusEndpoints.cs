using Traceboard.Answers;

namespace Traceboard.Web.Api;

/// <summary>How Traceboard itself is doing.</summary>
internal static class StatusEndpoints
{
    public static void MapStatus(this IEndpointRouteBuilder api) => api.MapGet("/status", StatusAsync)
        .WithName("GetStatus").WithTags("Status")
        .WithSummary("Clusters, Git hosts, queue, database and version")
        .Produces<StatusAnswer>().Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> StatusAsync(StatusReader status, CancellationToken cancellationToken) =>
        Rendering.Answer(await status.ReadAsync(cancellationToken), ApiJson.Default.StatusAnswer);
}
