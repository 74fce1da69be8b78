using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>Reads the few fields that controllers decide by.</summary>
internal static class JsonReading
{
    public static string Name(this JsonObject node) => (string)node["metadata"]!["name"]!;

    public static string Uid(this JsonObject node) => (string)node["metadata"]!["uid"]!;

    public static string Namespace(this JsonObject node) => (string)node["metadata"]!["namespace"]!;

    public static int Replicas(this JsonObject node) => (int?)node["spec"]!["replicas"] ?? 1;

    public static int Generation(this JsonObject node) => (int?)node["metadata"]!["generation"] ?? 1;

    public static string? Label(this JsonObject node, string key) => (string?)node["metadata"]!["labels"]?[key];

    public static string? Annotation(this JsonObject node, string key) => (string?)node["metadata"]!["annotations"]?[key];

    public static int Revision(this JsonObject node) => int.TryParse(node.Annotation(Manifests.Revision), out var revision) ? revision : 0;

    public static bool IsOwnedBy(this JsonObject node, string uid) =>
        node["metadata"]!["ownerReferences"] is JsonArray owners && owners.Any(owner => (string?)owner!["uid"] == uid);

    public static bool IsTerminating(this JsonObject node) => node["metadata"]!["deletionTimestamp"] is not null;

    public static void SetAnnotation(this JsonObject node, string key, string value)
    {
        var metadata = node["metadata"]!.AsObject();
        if (metadata["annotations"] is not JsonObject annotations)
            metadata["annotations"] = annotations = [];
        annotations[key] = value;
    }
}
