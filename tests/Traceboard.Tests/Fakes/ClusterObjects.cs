using System.Globalization;
using System.Text.Json.Nodes;

namespace Traceboard.Tests.Fakes;

/// <summary>Kubernetes objects in JSON, as an API server would give them.</summary>
internal static class ClusterObjects
{
    public const string DigestA = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    public const string DigestB = "sha256:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    public static JsonObject Pod(
        string name, string image = "registry.example/shop/api:sha-0123456", string? digest = DigestA, string @namespace = "shop", JsonObject? owner = null, string? hash = null,
        string phase = "Running", bool ready = true, string? waiting = null, DateTimeOffset? created = null, Guid? uid = null, bool terminating = false, IReadOnlyDictionary<string, string>? labels = null)
    {
        var pod = Object(name, @namespace, uid, created, owner);
        var metadata = pod["metadata"]!.AsObject();
        var given = new JsonObject();
        foreach (var (key, value) in labels ?? new Dictionary<string, string>(StringComparer.Ordinal))
            given[key] = value;
        if (hash is not null)
            given["pod-template-hash"] = hash;
        metadata["labels"] = given;
        if (terminating)
            metadata["deletionTimestamp"] = Time(created);
        pod["spec"] = new JsonObject { ["nodeName"] = "node-1", ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = image }) };
        pod["status"] = new JsonObject
        {
            ["phase"] = phase,
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = ready ? "True" : "False" }),
            ["containerStatuses"] = new JsonArray(new JsonObject
            {
                ["name"] = "app",
                ["image"] = image,
                ["imageID"] = digest is null ? "" : $"registry.example/shop/api@{digest}",
                ["ready"] = ready,
                ["restartCount"] = 0,
                ["state"] = waiting is null ? new JsonObject { ["running"] = new JsonObject() } : new JsonObject { ["waiting"] = new JsonObject { ["reason"] = waiting } },
            }),
        };
        return pod;
    }

    public static JsonObject Deployment(string name, string image, int replicas = 1, string @namespace = "shop") =>
        Controller(name, image, replicas, @namespace, owner: null, hash: null, revision: null);

    public static JsonObject ReplicaSet(string name, string hash, string image, JsonObject? owner, int replicas = 1, string revision = "1", string @namespace = "shop") =>
        Controller($"{name}-{hash}", image, replicas, @namespace, owner, hash, revision);

    public static JsonObject Namespace(string name, params (string Key, string Value)[] labels)
    {
        var subject = Object(name, @namespace: null, uid: null, created: null, owner: null);
        subject["metadata"]!["labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value)));
        return subject;
    }

    /// <summary>Object with metadata alone, such as a Job or CronJob.</summary>
    public static JsonObject Object(string name, string? @namespace, Guid? uid = null, DateTimeOffset? created = null, JsonObject? owner = null) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = @namespace,
            ["uid"] = (uid ?? Guid.NewGuid()).ToString(),
            ["resourceVersion"] = "1",
            ["creationTimestamp"] = Time(created),
            ["ownerReferences"] = owner is null ? null : new JsonArray(owner.DeepClone()),
        },
    };

    public static JsonObject OwnedBy(string kind, JsonObject owner) =>
        OwnedBy(kind, owner["metadata"]!["name"]!.GetValue<string>(), owner["metadata"]!["uid"]!.GetValue<string>());

    public static JsonObject OwnedBy(string kind, string name, string uid) =>
        new() { ["apiVersion"] = "apps/v1", ["kind"] = kind, ["name"] = name, ["uid"] = uid, ["controller"] = true };

    private static JsonObject Controller(string name, string image, int replicas, string @namespace, JsonObject? owner, string? hash, string? revision)
    {
        var controller = Object(name, @namespace, uid: null, created: null, owner);
        if (hash is not null)
            controller["metadata"]!["labels"] = new JsonObject { ["pod-template-hash"] = hash };
        if (revision is not null)
            controller["metadata"]!["annotations"] = new JsonObject { ["deployment.kubernetes.io/revision"] = revision };
        controller["spec"] = new JsonObject
        {
            ["replicas"] = replicas,
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "app", ["image"] = image }) },
            },
        };
        controller["status"] = new JsonObject { ["replicas"] = replicas };
        return controller;
    }

    private static string Time(DateTimeOffset? created) =>
        (created ?? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
