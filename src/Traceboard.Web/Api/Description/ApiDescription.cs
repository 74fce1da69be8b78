using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Traceboard.Deployments;

namespace Traceboard.Web.Api.Description;

/// <summary>Describes the API at <c>/openapi/v1.json</c>: the same text on every machine.</summary>
internal static class ApiDescription
{
    public const string Name = "v1";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Traceboard";
            document.Info.Version = Name;
            document.Info.Description = "Which commit runs where. Reads only. Times are UTC in ISO 8601; errors are problem details (RFC 9457); reads carry an ETag; every object that tells of clusters says how old (asOf) and how fresh it is.";
            document.Servers = [];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            {
                parameter.Schema = SchemaOf(parameter);
                parameter.Required |= string.Equals(parameter.Name, "image", StringComparison.Ordinal);
            }

            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) == typeof(DateTimeOffset))
                schema.Type = JsonSchemaType.String | JsonSchemaType.Null;
            else if (context.JsonTypeInfo.Type == typeof(DateTimeOffset))
                schema.Type = JsonSchemaType.String;
            return Task.CompletedTask;
        });
    }

    // The endpoints read text so that a wrong parameter is named in words; this says what the text may be.
    private static IOpenApiSchema? SchemaOf(OpenApiParameter parameter) => parameter.Name switch
    {
        "limit" => new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int32",
            Minimum = "1",
            Maximum = DeploymentsEndpoints.MostItems.ToString(CultureInfo.InvariantCulture),
            Default = DeploymentsEndpoints.UsualItems,
        },
        "only" => OneOf("drift", "untraceable"),
        "change" => OneOf(Enum.GetNames<ChangeKind>()),
        _ => parameter.Schema,
    };

    private static OpenApiSchema OneOf(params string[] words) => new() { Type = JsonSchemaType.String, Enum = [.. words.Select(word => System.Text.Json.Nodes.JsonValue.Create(word)!)] };
}
