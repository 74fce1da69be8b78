using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Traceboard.Answers;

namespace Traceboard.Web.Api;

/// <summary>How answers are written: camelCase, enums by name, UTC times, nulls written.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    UseStringEnumConverter = true,
    Converters = [typeof(UtcTime)],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(BoardAnswer))]
[JsonSerializable(typeof(Page<DeploymentAnswer>))]
[JsonSerializable(typeof(DeploymentAnswer))]
[JsonSerializable(typeof(ServiceAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(TraceExplanation))]
[JsonSerializable(typeof(UntraceableAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext
{
    /// <summary>Makes other options write as this context does; the API's description reads them.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new UtcTime());
        options.Converters.Add(new JsonStringEnumConverter());
        options.NumberHandling = JsonNumberHandling.Strict;
    }
}
