using System.Globalization;
using System.Text;

namespace Traceboard.Simulation.Fleet;

/// <summary>Titles of commits as a good team writes them: what changes, in the imperative, about the nouns of the service.</summary>
internal static class Titles
{
    private static readonly CompositeFormat[] Changes = Parse(
        "Cache {0} per locale", "Retry {0} on time-outs", "Page through {0} instead of loading all", "Validate {0} before they are queued",
        "Make {0} idempotent", "Trace {0} end to end", "Count refused {0} in a metric", "Reject {0} without an owner",
        "Show why {0} were refused", "Drop the unused index on {0}", "Stream {0} instead of buffering", "Give {0} a time-to-live",
        "Log the cause when {0} fail", "Batch writes of {0}", "Stop reading {0} twice", "Sort {0} by the customer's time zone",
        "Let support search {0} by e-mail", "Move {0} to their own table", "Limit {0} to 500 a request", "Keep {0} when the connection drops",
        "Warm up {0} before the pod is ready", "Remove the old format of {0}", "Compress {0} on the wire", "Add a dry run for {0}",
        "Alert when {0} lag by a minute", "Accept {0} in any currency", "Fix rounding in {0}", "Fix a race between two {0}",
        "Fix empty {0} after midnight", "Read {0} from the replica", "Hide {0} of deleted accounts", "Export {0} as CSV");

    private static readonly CompositeFormat[] Steps = Parse(
        "Add a failing test for {0}", "Handle {0} that are empty", "Rename the fields of {0}", "Split the query for {0}", "Explain the limit on {0}", "Address review: name {0} plainly");

    private static readonly (string Name, string From, string To)[] Updates =
    [
        ("Npgsql", "9.0.3", "9.0.4"), ("Serilog", "4.2.0", "4.3.0"), ("Polly", "8.5.2", "8.6.0"), ("gin", "1.10.0", "1.10.1"), ("pydantic", "2.11.3", "2.11.7"),
        ("vite", "6.2.5", "6.3.5"), ("react", "19.0.0", "19.1.1"), ("testcontainers", "4.3.0", "4.6.0"), ("golang.org/x/net", "0.38.0", "0.42.0"), ("alpine", "3.21", "3.22"),
        ("OpenTelemetry", "1.11.2", "1.12.0"), ("lucene", "10.1.0", "10.2.2"), ("tokio", "1.44.2", "1.46.1"), ("jackson-databind", "2.18.3", "2.19.1"), ("redis-py", "5.2.1", "6.2.0"),
    ];

    private static readonly string[] Fixes =
        ["Cap the result window at 10,000", "Raise the header limit to 16 KB", "Turn off the new cache until it is measured", "Pin the time zone of the nightly run", "Guard against a missing tenant"];

    /// <summary>The n-th change of a service; no two of the first hundred are equal.</summary>
    public static string Change(IReadOnlyList<string> nouns, int number, int offset) =>
        string.Format(CultureInfo.InvariantCulture, Changes[((number * 5) + offset) % Changes.Length], nouns[((number % Changes.Length) + (number / Changes.Length)) % nouns.Count]);

    public static string Step(IReadOnlyList<string> nouns, Random random) => string.Format(CultureInfo.InvariantCulture, random.Pick(Steps), random.Pick(nouns));

    public static string Fix(Random random) => random.Pick(Fixes);

    /// <summary>In the words of Renovate or of Dependabot.</summary>
    public static string Update(Random random, bool renovate)
    {
        var (name, from, to) = random.Pick(Updates);
        return renovate ? $"Update dependency {name} to v{to}" : $"Bump {name} from {from} to {to}";
    }

    private static CompositeFormat[] Parse(params string[] formats) => [.. formats.Select(CompositeFormat.Parse)];
}
