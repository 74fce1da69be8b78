using System.Text.Json.Nodes;

namespace Traceboard.Simulation.GitHosts.GraphQl;

/// <summary>A GraphQL document as far as queries need it.</summary>
internal sealed record GraphQlDocument(IReadOnlyList<GraphQlOperation> Operations, IReadOnlyDictionary<string, GraphQlFragment> Fragments);

internal sealed record GraphQlOperation(string? Name, IReadOnlyDictionary<string, GraphQlValue?> Defaults, IReadOnlyList<GraphQlSelection> Selections);

internal abstract record GraphQlSelection(IReadOnlyList<GraphQlDirective> Directives);

internal sealed record GraphQlField(string Key, string Name, IReadOnlyDictionary<string, GraphQlValue> Arguments, IReadOnlyList<GraphQlSelection> Selections, IReadOnlyList<GraphQlDirective> Directives)
    : GraphQlSelection(Directives);

internal sealed record GraphQlSpread(string Name, IReadOnlyList<GraphQlDirective> Directives) : GraphQlSelection(Directives);

/// <summary>A fragment, inline or named. <paramref name="On"/> is null where it holds for any type.</summary>
internal sealed record GraphQlFragment(string? On, IReadOnlyList<GraphQlSelection> Selections, IReadOnlyList<GraphQlDirective> Directives) : GraphQlSelection(Directives);

internal sealed record GraphQlDirective(string Name, IReadOnlyDictionary<string, GraphQlValue> Arguments);

/// <summary>A value in a document, known once the variables are.</summary>
internal abstract record GraphQlValue
{
    public abstract JsonNode? With(JsonObject variables);

    internal sealed record Literal(JsonNode? Value) : GraphQlValue
    {
        public override JsonNode? With(JsonObject variables) => Value?.DeepClone();
    }

    internal sealed record Variable(string Name) : GraphQlValue
    {
        public override JsonNode? With(JsonObject variables) => variables[Name]?.DeepClone();
    }

    internal sealed record ListOf(IReadOnlyList<GraphQlValue> Items) : GraphQlValue
    {
        public override JsonNode? With(JsonObject variables) => new JsonArray([.. Items.Select(item => item.With(variables))]);
    }

    internal sealed record ObjectOf(IReadOnlyDictionary<string, GraphQlValue> Fields) : GraphQlValue
    {
        public override JsonNode? With(JsonObject variables)
        {
            var node = new JsonObject();
            foreach (var (name, value) in Fields)
                node[name] = value.With(variables);
            return node;
        }
    }
}

/// <summary>The document cannot be read or executed at all: the answer has errors and no data.</summary>
internal sealed class GraphQlRefusedException(string message, string? code = null) : Exception(message)
{
    public string? Code => code;
}
