using System.ComponentModel;
using Traceboard.Answers;

namespace Traceboard.Web.Api;

/// <summary>What one service runs.</summary>
internal static class ServicesEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder api) => api.MapGet("/services/{service}", ServiceAsync)
        .WithName("GetService").WithTags("Services")
        .WithSummary("One service: every environment now, with workloads and pods")
        .Produces<ServiceAnswer>().Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> ServiceAsync(
        ServiceReader services, [Description("Name of the service, as the board shows it.")] string service, CancellationToken cancellationToken) =>
        await services.ReadAsync(service, cancellationToken) is { } answer
            ? Rendering.Answer(answer, ApiJson.Default.ServiceAnswer)
            : Problems.Unknown("There is no such service", "Nothing of that name was ever seen. GET /api/v1/board lists the names; upper and lower case count.");
}
