using System.Text.Json.Nodes;

namespace Traceboard.Simulation.GitHosts.GraphQl;

/// <summary>An object of the answer: fields are asked for by name as the query wants them, so graphs may be endless.</summary>
/// <param name="TypeName">Its type, as <c>__typename</c> tells it.</param>
/// <param name="Field">
/// Gives a field: null, a value, a <see cref="GraphQlObject"/> or a list of them. Throws <see cref="KeyNotFoundException"/>
/// for a field that the type does not have and <see cref="GraphQlFieldException"/> for one that cannot be had.
/// </param>
internal sealed record GraphQlObject(string TypeName, Func<string, GraphQlArguments, object?> Field)
{
    /// <summary>Type conditions that hold for it.</summary>
    public bool Is(string type) => type == TypeName || type switch
    {
        "Node" => true,
        "GitObject" => TypeName is "Commit" or "Tree" or "Blob" or "Tag",
        "Actor" => TypeName is "User" or "Bot" or "Organization",
        _ => false,
    };

    /// <summary>A connection over these nodes, cut by <c>first</c> or <c>last</c>.</summary>
    public static GraphQlObject Connection(string type, IReadOnlyList<GraphQlObject> nodes, GraphQlArguments arguments)
    {
        var first = arguments.Number("first");
        var last = arguments.Number("last");
        IReadOnlyList<GraphQlObject> shown = first is { } count ? [.. nodes.Take(count)] : last is { } end ? [.. nodes.TakeLast(end)] : [.. nodes];
        return new GraphQlObject(type + "Connection", (field, _) => field switch
        {
            "totalCount" => nodes.Count,
            "nodes" => shown,
            "edges" => shown.Select(node => new GraphQlObject(type + "Edge", (name, _) => name switch
            {
                "node" => node,
                "cursor" => "",
                _ => throw new KeyNotFoundException(name),
            })).ToList(),
            "pageInfo" => new GraphQlObject("PageInfo", (name, _) => name switch
            {
                "hasNextPage" => first is not null && shown.Count < nodes.Count,
                "hasPreviousPage" => last is not null && shown.Count < nodes.Count,
                "startCursor" or "endCursor" => null,
                _ => throw new KeyNotFoundException(name),
            }),
            _ => throw new KeyNotFoundException(field),
        });
    }
}

/// <summary>The arguments of a field.</summary>
internal sealed class GraphQlArguments(IReadOnlyDictionary<string, JsonNode?> values)
{
    /// <summary>A string argument, or null where it is not given.</summary>
    /// <exception cref="GraphQlRefusedException">It is no string.</exception>
    public string? Text(string name) => Get<string>(name);

    /// <summary>A whole number, or null where it is not given.</summary>
    /// <exception cref="GraphQlRefusedException">It is no whole number.</exception>
    public int? Number(string name) => Get<int?>(name);

    private T? Get<T>(string name)
    {
        if (values.GetValueOrDefault(name) is not { } given)
            return default;
        return given is JsonValue value && value.TryGetValue<T>(out var read)
            ? read
            : throw new GraphQlRefusedException($"Argument '{name}' has an invalid value ({given.ToJsonString()}).", "argumentLiteralsIncompatible");
    }
}

/// <summary>A field cannot be had: it becomes null, and the answer tells why.</summary>
internal sealed class GraphQlFieldException(string type, string message) : Exception(message)
{
    public string Type => type;
}
