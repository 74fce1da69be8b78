using System.ComponentModel;
using Traceboard.Answers;
using Traceboard.Deployments;

namespace Traceboard.Web.Api;

/// <summary>What was deployed.</summary>
internal static class DeploymentsEndpoints
{
    public const int MostItems = 500;
    public const int UsualItems = 100;
    private const int MostCursor = 128;
    private static readonly string[] Changes = Enum.GetNames<ChangeKind>();

    public static void MapDeployments(this IEndpointRouteBuilder api)
    {
        api.MapGet("/deployments", ListAsync)
            .WithName("ListDeployments").WithTags("Deployments")
            .WithSummary("Deployments, newest first")
            .WithDescription("A page of deployments. Go on with cursor=nextCursor until nextCursor is null; what is deployed meanwhile moves nothing. With q a page may be short, or empty, and still have a nextCursor.")
            .Produces<Page<DeploymentAnswer>>().Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        api.MapGet("/deployments/{id}", FindAsync)
            .WithName("GetDeployment").WithTags("Deployments")
            .WithSummary("One deployment, with the evidence of its current build and the pods that run it now")
            .Produces<DeploymentAnswer>().Produces(StatusCodes.Status304NotModified)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ListAsync(
        DeploymentsReader deployments,
        TimeProvider time,
        [Description("Only this environment; case does not count.")] string? environment,
        [Description("Only this service.")] string? service,
        [Description("Only this cluster, by its configured name.")] string? cluster,
        [Description("Started at or after this time: ISO 8601, or how long ago (90m, 24h, 7d).")] string? since,
        [Description("Started before this time: ISO 8601, or how long ago.")] string? until,
        [Description("Text in service, team, image, commit title or author, or the beginning of a commit's SHA, of what runs since or ran before; case does not count.")] string? q,
        [Description("Only this kind of change.")] string? change,
        [Description("nextCursor of the page before; opaque.")] string? cursor,
        [Description("Items of a page.")] string? limit,
        CancellationToken cancellationToken)
    {
        var filter = new DeploymentsFilter(
            Parameters.Text(nameof(environment), environment),
            Parameters.Text(nameof(service), service),
            Parameters.Text(nameof(cluster), cluster),
            Parameters.Time(nameof(since), since, time),
            Parameters.Time(nameof(until), until, time),
            Parameters.Text(nameof(q), q),
            Parameters.Word(nameof(change), change, Changes));
        var items = Parameters.Number(nameof(limit), limit, 1, MostItems, UsualItems);
        var position = Parameters.Text(nameof(cursor), cursor, MostCursor);
        try
        {
            return Rendering.Answer(await deployments.ReadAsync(filter, position, items, cancellationToken), ApiJson.Default.PageDeploymentAnswer);
        }
        catch (ArgumentException wrong) when (string.Equals(wrong.ParamName, nameof(cursor), StringComparison.Ordinal))
        {
            throw new WrongParameterException(nameof(cursor), "\"cursor\" is not one that this list gave out: leave it away to begin at the newest.");
        }
    }

    private static async Task<IResult> FindAsync(
        DeploymentsReader deployments, [Description("Id of the deployment.")] string id, CancellationToken cancellationToken) =>
        await deployments.FindAsync(id, cancellationToken) is { } deployment
            ? Rendering.Answer(deployment, ApiJson.Default.DeploymentAnswer)
            : Problems.Unknown("There is no such deployment", "No deployment has this id. Find ids with GET /api/v1/deployments.");
}
