using System.Text.Json;
using Traceboard.Clusters.Connection;
using Traceboard.Clusters.Watching;

namespace Traceboard.Clusters.Checking;

/// <summary>
/// What the cluster grants us, as its SelfSubjectRulesReview tells. That is the only request that is not a get, list
/// or watch: it stores nothing, every authenticated user may make it, and only <c>traceboard check</c> does.
/// </summary>
internal sealed class GrantedRights
{
    private const int MaxBody = 4 << 20;
    private const int MostShown = 10;
    private const string Review = """{"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","spec":{"namespace":"kube-system"}}""";
    private static readonly string[] _ofEveryone = ["authorization.k8s.io", "authentication.k8s.io"];
    private readonly List<Rule>? _rules;

    private GrantedRights(List<Rule>? rules) => _rules = rules;

    /// <summary>Rights that nothing here needs, in words: <c>'delete' on pods</c>.</summary>
    public IReadOnlyList<string> Superfluous => _rules is null ? [] : [.. Extra(_rules).Distinct(StringComparer.Ordinal).Take(MostShown)];

    public static async Task<GrantedRights> ReadAsync(ClusterConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            var request = new ApiRequest("apis/authorization.k8s.io/v1/selfsubjectrulesreviews", "create", "selfsubjectrulesreviews.authorization.k8s.io") { Post = Review };
            await using var response = await connection.SendAsync(request, cancellationToken);
            using var body = await SmallBody.ReadJsonAsync(connection, response, MaxBody, cancellationToken);
            return new GrantedRights(Read(body.RootElement));
        }
        catch (ClusterException fault) when (fault.Fault is ClusterFault.Absent or ClusterFault.Forbidden or ClusterFault.Refused)
        {
            // Not every server can tell. Then each right is tried, and superfluous ones stay unknown.
            return new GrantedRights(null);
        }
    }

    /// <summary>Whether the right is granted, or null where the server did not tell.</summary>
    public bool? Grants(string verb, string group, string resource) => _rules is null ? null
        : _rules.Exists(rule => rule.Names.Count == 0 && Holds(rule.Verbs, verb) && Holds(rule.Groups, group) && Holds(rule.Resources, resource)) ? true : null;

    private static IEnumerable<string> Extra(List<Rule> rules)
    {
        foreach (var rule in rules.Where(rule => !rule.Groups.TrueForAll(group => _ofEveryone.Contains(group, StringComparer.Ordinal))))
        {
            foreach (var resource in rule.Resources)
            {
                var group = rule.Groups.Find(group => group.Length > 0);
                string[] extra = [.. rule.Verbs.Where(verb => !IsNeeded(rule, resource, verb))];
                if (extra.Length > 0)
                    yield return $"'{string.Join("', '", extra)}' on {(resource is "*" ? "everything" : group is null or "*" ? resource : $"{resource}.{group}")}";
            }
        }
    }

    private static bool IsNeeded(Rule rule, string resource, string verb) =>
        WatchedResource.All.Any(watched => string.Equals(watched.Plural, resource, StringComparison.Ordinal) && rule.Groups.Contains(watched.Group, StringComparer.Ordinal))
        && (verb is "list" or "watch" || (verb is "get" && resource is "namespaces" or "pods"));

    private static bool Holds(List<string> values, string value) =>
        values.Contains("*", StringComparer.Ordinal) || values.Contains(value, StringComparer.Ordinal);

    private static List<Rule> Read(JsonElement review)
    {
        var rules = new List<Rule>();
        if (review.TryGetProperty("status", out var status) && status.TryGetProperty("resourceRules", out var given) && given.ValueKind == JsonValueKind.Array)
        {
            foreach (var rule in given.EnumerateArray())
                rules.Add(new Rule(Texts(rule, "verbs"), Texts(rule, "apiGroups"), Texts(rule, "resources"), Texts(rule, "resourceNames")));
        }

        return rules;
    }

    private static List<string> Texts(JsonElement rule, string name) =>
        rule.TryGetProperty(name, out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!).Where(value => !value.Any(char.IsControl))]
            : [];

    private sealed record Rule(List<string> Verbs, List<string> Groups, List<string> Resources, List<string> Names);
}
