using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.GitHosts.GraphQl;

/// <summary>Answers a query from an object, field by field as the query asks.</summary>
internal sealed class GraphQlExecution
{
    private readonly GraphQlDocument _document;
    private readonly JsonObject _variables;
    private readonly JsonArray _errors = [];

    private GraphQlExecution(GraphQlDocument document, JsonObject variables) => (_document, _variables) = (document, variables);

    /// <summary>The whole answer, with <c>data</c> and, where something failed, <c>errors</c>.</summary>
    public static JsonObject Run(string query, JsonObject? variables, string? operationName, GraphQlObject root)
    {
        try
        {
            var document = GraphQlReader.Read(query);
            var operation = document.Operations.FirstOrDefault(one => operationName is null || one.Name == operationName)
                ?? throw new GraphQlRefusedException($"No operation named \"{operationName}\"");
            var values = variables?.DeepClone().AsObject() ?? [];
            foreach (var (name, value) in operation.Defaults)
            {
                if (!values.ContainsKey(name))
                    values[name] = value?.With(values);
            }

            var execution = new GraphQlExecution(document, values);
            var answer = new JsonObject { ["data"] = execution.Object(root, operation.Selections, []) };
            if (execution._errors.Count > 0)
                answer["errors"] = execution._errors;
            return answer;
        }
        catch (GraphQlRefusedException refused)
        {
            var error = new JsonObject { ["message"] = refused.Message };
            if (refused.Code is not null)
                error["extensions"] = new JsonObject { ["code"] = refused.Code };
            return new JsonObject { ["errors"] = new JsonArray(error) };
        }
    }

    private JsonObject Object(GraphQlObject from, IReadOnlyList<GraphQlSelection> selections, IReadOnlyList<JsonNode> path)
    {
        var fields = new OrderedDictionary<string, GraphQlField>(StringComparer.Ordinal);
        Collect(from, selections, fields);
        var node = new JsonObject();
        foreach (var (key, field) in fields)
            node[key] = Field(from, field, [.. path, key]);
        return node;
    }

    /// <summary>Flattens fragments; a key that is asked for twice is asked for once with both selections.</summary>
    private void Collect(GraphQlObject from, IReadOnlyList<GraphQlSelection> selections, OrderedDictionary<string, GraphQlField> into)
    {
        foreach (var selection in selections.Where(IsWanted))
        {
            switch (selection)
            {
                case GraphQlField field:
                    into[field.Key] = into.TryGetValue(field.Key, out var before) ? before with { Selections = [.. before.Selections, .. field.Selections] } : field;
                    break;
                case GraphQlSpread spread:
                    var fragment = _document.Fragments.GetValueOrDefault(spread.Name) ?? throw new GraphQlRefusedException($"Fragment {spread.Name} was used, but not defined");
                    if (from.Is(fragment.On!))
                        Collect(from, fragment.Selections, into);
                    break;
                case GraphQlFragment inline when inline.On is null || from.Is(inline.On):
                    Collect(from, inline.Selections, into);
                    break;
                default:
                    break;
            }
        }
    }

    private bool IsWanted(GraphQlSelection selection) => selection.Directives.All(directive =>
    {
        var condition = directive.Arguments.GetValueOrDefault("if")?.With(_variables)?.GetValue<bool>() ?? true;
        return directive.Name switch { "skip" => !condition, "include" => condition, _ => true };
    });

    private JsonNode? Field(GraphQlObject from, GraphQlField field, IReadOnlyList<JsonNode> path)
    {
        if (field.Name == "__typename")
            return from.TypeName;
        try
        {
            var arguments = new GraphQlArguments(field.Arguments.ToDictionary(one => one.Key, one => one.Value.With(_variables), StringComparer.Ordinal));
            return Value(from.Field(field.Name, arguments), field, path);
        }
        catch (KeyNotFoundException)
        {
            throw new GraphQlRefusedException($"Field '{field.Name}' doesn't exist on type '{from.TypeName}'", "undefinedField");
        }
        catch (GraphQlFieldException problem)
        {
            _errors.Add(new JsonObject
            {
                ["type"] = problem.Type,
                ["path"] = new JsonArray([.. path.Select(step => step.DeepClone())]),
                ["locations"] = new JsonArray(),
                ["message"] = problem.Message,
            });
            return null;
        }
    }

    private JsonNode? Value(object? value, GraphQlField field, IReadOnlyList<JsonNode> path) => value switch
    {
        null => null,
        GraphQlObject inner when field.Selections.Count == 0 => throw new GraphQlRefusedException($"Field must have selections (field '{field.Name}' returns {inner.TypeName} but has no selections)", "selectionMismatch"),
        GraphQlObject inner => Object(inner, field.Selections, path),
        string text => text,
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select((item, index) => Value(item, field, [.. path, index]))]),
        _ => JsonSerializer.SerializeToNode(value),
    };
}
