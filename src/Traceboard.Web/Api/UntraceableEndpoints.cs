using System.ComponentModel;
using Traceboard.Answers;

namespace Traceboard.Web.Api;

/// <summary>What cannot be traced.</summary>
internal static class UntraceableEndpoints
{
    public static void MapUntraceable(this IEndpointRouteBuilder api) => api.MapGet("/untraceable", UntraceableAsync)
        .WithName("GetUntraceable").WithTags("Untraceable")
        .WithSummary("Images that are not traced to a commit, by reason, with the mend")
        .WithDescription("Answered from memory. score is the share of pods that are traced, from 0 to 1; images of someone else's (External) are listed last and never count.")
        .Produces<UntraceableAnswer>().Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> UntraceableAsync(
        UntraceableReader reader,
        [Description("Only images of this team's services; case does not count. The scores are told of everything.")] string? team,
        [Description("Only images in this namespace. The scores are told of everything.")] string? @namespace,
        CancellationToken cancellationToken) =>
        Rendering.Answer(
            await reader.ReadAsync(new UntraceableFilter(Parameters.Text(nameof(team), team), Parameters.Text(nameof(@namespace), @namespace)), cancellationToken),
            ApiJson.Default.UntraceableAnswer);
}
