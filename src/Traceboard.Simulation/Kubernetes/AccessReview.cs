using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>Tells a caller what it may do: get, list and watch on the served collections, nothing else.</summary>
internal static class AccessReview
{
    private static readonly string[] Verbs = ["get", "list", "watch"];

    /// <summary>Answers a self subject rules or access review; null where the path or body is another.</summary>
    public static JsonObject? Answer(string path, JsonObject? asked, ClusterFaults faults)
    {
        if (asked is null)
            return null;
        var status = path switch
        {
            "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews" => Rules(faults),
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews" => Access(asked, faults),
            _ => null,
        };
        if (status is null)
            return null;
        var answer = asked.DeepClone().AsObject();
        answer["status"] = status;
        return answer;
    }

    private static JsonObject Rules(ClusterFaults faults)
    {
        var rules = new JsonArray();
        foreach (var resource in KubernetesResource.All)
        {
            var verbs = Verbs.Where(verb => !faults.Forbids(resource.Plural, verb)).Select(verb => (JsonNode)verb).ToArray();
            if (verbs.Length > 0)
                rules.Add(new JsonObject { ["verbs"] = new JsonArray(verbs), ["apiGroups"] = new JsonArray(resource.Group), ["resources"] = new JsonArray(resource.Plural) });
        }

        return new JsonObject
        {
            ["resourceRules"] = rules,
            ["nonResourceRules"] = new JsonArray(new JsonObject { ["verbs"] = new JsonArray("get"), ["nonResourceURLs"] = new JsonArray("/version", "/healthz") }),
            ["incomplete"] = false,
        };
    }

    private static JsonObject Access(JsonObject asked, ClusterFaults faults)
    {
        var attributes = asked["spec"]?["resourceAttributes"];
        var (verb, resource, group) = ((string?)attributes?["verb"] ?? "", (string?)attributes?["resource"] ?? "", (string?)attributes?["group"] ?? "");
        var allowed = Verbs.Contains(verb, StringComparer.Ordinal)
            && KubernetesResource.Find(group, "v1", resource) is not null
            && !faults.Forbids(resource, verb);
        return allowed ? new JsonObject { ["allowed"] = true, ["reason"] = "RBAC: allowed by ClusterRoleBinding \"traceboard\"" } : new JsonObject { ["allowed"] = false };
    }
}
