using Microsoft.AspNetCore.Http.HttpResults;

namespace Traceboard.Web.Api;

/// <summary>What is answered when a question cannot be: RFC 9457, with a detail that says what to do.</summary>
internal static class Problems
{
    /// <summary>A parameter that cannot be understood.</summary>
    public static ProblemHttpResult WrongParameter(string parameter, string detail) => TypedResults.Problem(
        detail,
        statusCode: StatusCodes.Status400BadRequest,
        title: $"The parameter \"{parameter}\" is wrong",
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["parameter"] = parameter });

    /// <summary>A thing that nobody knows.</summary>
    public static ProblemHttpResult Unknown(string title, string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: title);

    /// <summary>A database that does not answer.</summary>
    public static ProblemHttpResult Unavailable() => TypedResults.Problem(
        "The database does not answer. Try again in a few seconds; if it lasts, look at GET /api/v1/status and at Traceboard's log.",
        statusCode: StatusCodes.Status503ServiceUnavailable,
        title: "The answer is not available");

    /// <summary>A fault of Traceboard's own.</summary>
    public static ProblemHttpResult Fault(string traceId) => TypedResults.Problem(
        $"This is a fault in Traceboard. Its log says more; look for {traceId}.",
        statusCode: StatusCodes.Status500InternalServerError,
        title: "The question could not be answered");

    /// <summary>An address that does not exist.</summary>
    public static IResult NoSuchAddress(HttpContext context) => Unknown(
        "There is no such address",
        $"{context.Request.Method} {context.Request.Path} does not exist. The API only reads (GET); its addresses are listed at /openapi/v1.json.");
}
