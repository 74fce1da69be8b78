using System.Globalization;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.GitHosts.GraphQl;

/// <summary>Reads query documents: operations, variables with defaults, aliases, arguments, fragments, directives.</summary>
internal sealed class GraphQlReader
{
    private readonly IReadOnlyList<GraphQlToken> _tokens;
    private int _at;

    private GraphQlReader(string source) => _tokens = GraphQlTokens.Read(source);

    private GraphQlToken Next => _tokens[_at];

    /// <summary>Reads the whole document.</summary>
    /// <exception cref="GraphQlRefusedException">The text is no query document.</exception>
    public static GraphQlDocument Read(string source) => new GraphQlReader(source).Document();

    private GraphQlDocument Document()
    {
        var operations = new List<GraphQlOperation>();
        var fragments = new Dictionary<string, GraphQlFragment>(StringComparer.Ordinal);
        while (Next.Kind != GraphQlTokenKind.End)
        {
            if (Next.Text == "{")
            {
                operations.Add(new GraphQlOperation(null, new Dictionary<string, GraphQlValue?>(StringComparer.Ordinal), Selections()));
                continue;
            }

            switch (Name())
            {
                case "query":
                    operations.Add(Operation());
                    break;
                case "fragment":
                    var name = Name();
                    Expect("on");
                    fragments[name] = new GraphQlFragment(Name(), SelectionsAfter(out var directives), directives);
                    break;
                default:
                    throw new GraphQlRefusedException("Only queries are served");
            }
        }

        return new GraphQlDocument(operations, fragments);
    }

    private GraphQlOperation Operation()
    {
        var name = Next.Kind == GraphQlTokenKind.Name ? Name() : null;
        var defaults = new Dictionary<string, GraphQlValue?>(StringComparer.Ordinal);
        if (Took("("))
        {
            while (!Took(")"))
            {
                Expect("$");
                var variable = Name();
                Expect(":");
                SkipType();
                defaults[variable] = Took("=") ? Value() : null;
            }
        }

        return new GraphQlOperation(name, defaults, SelectionsAfter(out _));
    }

    private void SkipType()
    {
        if (Took("["))
        {
            SkipType();
            Expect("]");
        }
        else
        {
            Name();
        }

        Took("!");
    }

    private List<GraphQlSelection> SelectionsAfter(out IReadOnlyList<GraphQlDirective> directives)
    {
        directives = Directives();
        return Selections();
    }

    private List<GraphQlSelection> Selections()
    {
        Expect("{");
        var selections = new List<GraphQlSelection>();
        while (!Took("}"))
            selections.Add(Selection());
        return selections;
    }

    private GraphQlSelection Selection()
    {
        if (Took("..."))
        {
            if (Next.Kind == GraphQlTokenKind.Name && Next.Text != "on")
                return new GraphQlSpread(Name(), Directives());
            var on = Took("on") ? Name() : null;
            var inner = SelectionsAfter(out var directives);
            return new GraphQlFragment(on, inner, directives);
        }

        var key = Name();
        var name = Took(":") ? Name() : key;
        var arguments = Arguments();
        var fieldDirectives = Directives();
        return new GraphQlField(key, name, arguments, Next.Text == "{" ? Selections() : [], fieldDirectives);
    }

    private List<GraphQlDirective> Directives()
    {
        var directives = new List<GraphQlDirective>();
        while (Took("@"))
            directives.Add(new GraphQlDirective(Name(), Arguments()));
        return directives;
    }

    private Dictionary<string, GraphQlValue> Arguments() => Took("(") ? Named(")") : new Dictionary<string, GraphQlValue>(StringComparer.Ordinal);

    private Dictionary<string, GraphQlValue> Named(string end)
    {
        var values = new Dictionary<string, GraphQlValue>(StringComparer.Ordinal);
        while (!Took(end))
        {
            var name = Name();
            Expect(":");
            values[name] = Value();
        }

        return values;
    }

    private GraphQlValue Value()
    {
        var token = Next;
        _at++;
        switch (token.Kind, token.Text)
        {
            case (GraphQlTokenKind.Text, _):
                return new GraphQlValue.Literal(token.Text);
            case (GraphQlTokenKind.Number, var number):
                return new GraphQlValue.Literal(int.TryParse(number, CultureInfo.InvariantCulture, out var whole) ? JsonValue.Create(whole) : JsonValue.Create(double.Parse(number, CultureInfo.InvariantCulture)));
            case (GraphQlTokenKind.Name, "true" or "false"):
                return new GraphQlValue.Literal(token.Text == "true");
            case (GraphQlTokenKind.Name, "null"):
                return new GraphQlValue.Literal(null);
            case (GraphQlTokenKind.Name, _):
                return new GraphQlValue.Literal(token.Text);
            case (_, "$"):
                return new GraphQlValue.Variable(Name());
            case (_, "{"):
                return new GraphQlValue.ObjectOf(Named("}"));
            case (_, "["):
                var items = new List<GraphQlValue>();
                while (!Took("]"))
                    items.Add(Value());
                return new GraphQlValue.ListOf(items);
            default:
                throw Unexpected(token);
        }
    }

    private string Name()
    {
        if (Next.Kind != GraphQlTokenKind.Name)
            throw Unexpected(Next);
        return _tokens[_at++].Text;
    }

    private bool Took(string text)
    {
        if (Next.Kind is GraphQlTokenKind.Text or GraphQlTokenKind.End || Next.Text != text)
            return false;
        _at++;
        return true;
    }

    private void Expect(string text)
    {
        if (!Took(text))
            throw Unexpected(Next);
    }

    private static GraphQlRefusedException Unexpected(GraphQlToken token) => new($"Parse error on \"{token.Text}\" at {token.At}");
}
