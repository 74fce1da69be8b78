using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>Writes objects as Kubernetes holds them, without what the API server fills in.</summary>
internal static class Manifests
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string TemplateHashLabel = "pod-template-hash";
    public const string RevisionHashLabel = "controller-revision-hash";
    public const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    public static JsonObject Workload(WorkloadDefinition definition)
    {
        var spec = definition.Kind == "CronJob" ? CronJobSpec(definition) : new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app.kubernetes.io/name"] = definition.Labels.GetValueOrDefault("app.kubernetes.io/name", definition.Name) } },
            ["template"] = Template(definition),
            ["revisionHistoryLimit"] = 10,
        };
        if (definition.Kind is "Deployment" or "StatefulSet")
            spec["replicas"] = definition.Replicas;
        if (definition.Kind == "Deployment")
        {
            spec["progressDeadlineSeconds"] = definition.ProgressDeadlineSeconds;
            spec["strategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = "25%", ["maxUnavailable"] = "25%" } };
        }

        return Object(definition.Kind == "CronJob" ? "batch/v1" : "apps/v1", definition.Kind, definition.Namespace, definition.Name, definition.Labels, spec);
    }

    public static JsonObject Template(WorkloadDefinition definition)
    {
        var metadata = new JsonObject { ["creationTimestamp"] = null, ["labels"] = Map(definition.Labels) };
        if (definition.TemplateAnnotations.Count > 0)
            metadata["annotations"] = Map(definition.TemplateAnnotations);
        return new JsonObject { ["metadata"] = metadata, ["spec"] = PodSpec(definition.Containers) };
    }

    public static JsonObject PodSpec(IEnumerable<ContainerDefinition> containers) => new()
    {
        ["containers"] = new JsonArray([.. containers.Select(Container)]),
        ["restartPolicy"] = "Always",
        ["terminationGracePeriodSeconds"] = 30,
        ["dnsPolicy"] = "ClusterFirst",
        ["serviceAccountName"] = "default",
        ["securityContext"] = new JsonObject(),
        ["schedulerName"] = "default-scheduler",
    };

    public static JsonObject Pod(string @namespace, string name, JsonObject template, JsonObject? owner, string? hashLabel = null, string? hash = null)
    {
        var metadata = template["metadata"]!.DeepClone().AsObject();
        metadata.Remove("creationTimestamp");
        metadata["name"] = name;
        metadata["namespace"] = @namespace;
        if (hashLabel is not null)
            metadata["labels"]![hashLabel] = hash;
        if (owner is not null)
            metadata["ownerReferences"] = new JsonArray(OwnerReference(owner));
        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod", ["metadata"] = metadata, ["spec"] = template["spec"]!.DeepClone(), ["status"] = new JsonObject() };
    }

    public static JsonObject Namespace(string name, IReadOnlyDictionary<string, string> labels)
    {
        var node = Object("v1", "Namespace", "", name, labels, new JsonObject { ["finalizers"] = new JsonArray("kubernetes") });
        node["metadata"]!.AsObject().Remove("namespace");
        node["metadata"]!["labels"]!["kubernetes.io/metadata.name"] = name;
        node["status"] = new JsonObject { ["phase"] = "Active" };
        return node;
    }

    public static JsonObject Object(string apiVersion, string kind, string @namespace, string name, IReadOnlyDictionary<string, string> labels, JsonObject spec) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["labels"] = Map(labels) },
        ["spec"] = spec,
    };

    public static JsonObject OwnerReference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner["apiVersion"]!.DeepClone(),
        ["kind"] = owner["kind"]!.DeepClone(),
        ["name"] = owner["metadata"]!["name"]!.DeepClone(),
        ["uid"] = owner["metadata"]!["uid"]!.DeepClone(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>Equal templates have equal hashes, as with Kubernetes; the number of the hash is our own.</summary>
    public static string TemplateHash(JsonNode template) => Seeded.Suffix(template.ToJsonString(), 10);

    public static JsonObject Map(IReadOnlyDictionary<string, string> values)
    {
        var map = new JsonObject();
        foreach (var (key, value) in values)
            map[key] = value;
        return map;
    }

    private static JsonObject CronJobSpec(WorkloadDefinition definition)
    {
        var template = Template(definition);
        template["spec"]!["restartPolicy"] = "Never";
        return new JsonObject
        {
            ["schedule"] = definition.Schedule,
            ["concurrencyPolicy"] = "Forbid",
            ["suspend"] = false,
            ["successfulJobsHistoryLimit"] = 2,
            ["failedJobsHistoryLimit"] = 1,
            ["jobTemplate"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["creationTimestamp"] = null, ["labels"] = Map(definition.Labels) },
                ["spec"] = new JsonObject { ["backoffLimit"] = 2, ["template"] = template },
            },
        };
    }

    private static JsonNode Container(ContainerDefinition definition) => new JsonObject
    {
        ["name"] = definition.Name,
        ["image"] = definition.Image,
        ["env"] = new JsonArray([.. definition.Environment.Select(variable => (JsonNode)new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value })]),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "http", ["containerPort"] = 8080, ["protocol"] = "TCP" }),
        ["resources"] = new JsonObject
        {
            ["requests"] = new JsonObject { ["cpu"] = "100m", ["memory"] = "128Mi" },
            ["limits"] = new JsonObject { ["memory"] = "512Mi" },
        },
        ["imagePullPolicy"] = "IfNotPresent",
        ["terminationMessagePath"] = "/dev/termination-log",
        ["terminationMessagePolicy"] = "File",
    };
}
