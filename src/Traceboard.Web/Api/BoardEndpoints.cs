using System.ComponentModel;
using Traceboard.Answers;

namespace Traceboard.Web.Api;

/// <summary>What is deployed where.</summary>
internal static class BoardEndpoints
{
    private static readonly string[] OnlyWords = ["drift", "untraceable"];

    public static void MapBoard(this IEndpointRouteBuilder api) => api.MapGet("/board", BoardAsync)
        .WithName("GetBoard").WithTags("Board")
        .WithSummary("Services by environments, now")
        .WithDescription("Answered from memory: it waits for no cluster and no Git host. Every cell tells how old it is (asOf) and how fresh its clusters are.")
        .Produces<BoardAnswer>().Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> BoardAsync(
        BoardReader board,
        Rendering rendering,
        [Description("Only this environment; case does not count.")] string? environment,
        [Description("Text in service, team, image, commit title or author, or the beginning of a commit's SHA; case does not count.")] string? q,
        [Description("Only services of this team; case does not count.")] string? team,
        [Description("drift: only services that run different commits in two environments. untraceable: only services with an image that nobody can trace to a commit.")] string? only,
        CancellationToken cancellationToken)
    {
        var filter = new BoardFilter(
            Parameters.Text(nameof(environment), environment),
            Parameters.Text(nameof(q), q),
            Parameters.Text(nameof(team), team),
            Parameters.Word(nameof(only), only, OnlyWords));
        return rendering.Shared(await board.ReadAsync(filter, cancellationToken), ApiJson.Default.BoardAnswer);
    }
}
