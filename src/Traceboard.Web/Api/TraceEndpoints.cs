using System.ComponentModel;
using Traceboard.Answers;

namespace Traceboard.Web.Api;

/// <summary>Where an image comes from.</summary>
internal static class TraceEndpoints
{
    private const int MostImage = 1024;

    public static void MapTrace(this IEndpointRouteBuilder api) => api.MapGet("/trace", TraceAsync)
        .WithName("ExplainTrace").WithTags("Trace")
        .WithSummary("Explains step by step which commit an image was built from, or why that is not known")
        .WithDescription("The Git host is asked only what it has never answered before.")
        .Produces<TraceExplanation>().Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> TraceAsync(
        TraceExplainer traces, [Description("The image as a pod's spec holds it: registry.example.com/shop/cart:sha-1a2b3c4.")] string? image, CancellationToken cancellationToken)
    {
        var reference = Parameters.Text(nameof(image), image, MostImage)
            ?? throw new WrongParameterException(nameof(image), "\"image\" is missing: name the image as a pod's spec holds it, ?image=registry.example.com/shop/cart:sha-1a2b3c4.");
        return Rendering.Answer(await traces.ExplainAsync(reference, cancellationToken), ApiJson.Default.TraceExplanation);
    }
}
