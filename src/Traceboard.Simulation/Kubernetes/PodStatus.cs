using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>Writes the status of a pod as the kubelet would at each step of its life.</summary>
internal static class PodStatus
{
    private static readonly string[] ConditionTypes = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    public static void SetPending(JsonObject pod, DateTimeOffset at) =>
        pod["status"] = new JsonObject { ["phase"] = "Pending", ["conditions"] = Conditions(at, _ => false), ["qosClass"] = "Burstable" };

    public static void SetScheduled(JsonObject pod, string node, DateTimeOffset at)
    {
        pod["spec"]!["nodeName"] = node;
        pod["status"] = new JsonObject
        {
            ["phase"] = "Pending",
            ["conditions"] = Conditions(at, type => type is "PodScheduled" or "Initialized"),
            ["hostIP"] = "10.0.0.1",
            ["startTime"] = KubernetesTime.Format(at),
            ["containerStatuses"] = Statuses(pod, _ => (new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "ContainerCreating" } }, false, 0, "")),
            ["qosClass"] = "Burstable",
        };
    }

    /// <summary>All containers run.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="ready">Whether its readiness probe succeeds.</param>
    /// <param name="at">When it started.</param>
    /// <param name="digestOf">The digest that an image name gave when it was pulled.</param>
    /// <param name="restarts">Restarts of its first container.</param>
    public static void SetRunning(JsonObject pod, bool ready, DateTimeOffset at, Func<string, string> digestOf, int restarts = 0)
    {
        var first = true;
        pod["status"] = new JsonObject
        {
            ["phase"] = "Running",
            ["conditions"] = Conditions(at, type => ready || type is not ("Ready" or "ContainersReady")),
            ["hostIP"] = "10.0.0.1",
            ["podIP"] = "10.42.0.7",
            ["startTime"] = KubernetesTime.Format(at),
            ["containerStatuses"] = Statuses(pod, image =>
            {
                var count = first ? restarts : 0;
                first = false;
                return (new JsonObject { ["running"] = new JsonObject { ["startedAt"] = KubernetesTime.Format(at) } }, ready, count, digestOf(image));
            }),
            ["qosClass"] = "Burstable",
        };
    }

    public static void SetNotReady(JsonObject pod)
    {
        foreach (var condition in pod["status"]?["conditions"]?.AsArray() ?? [])
        {
            if ((string?)condition!["type"] is "Ready" or "ContainersReady")
                condition["status"] = "False";
        }

        foreach (var container in pod["status"]?["containerStatuses"]?.AsArray() ?? [])
            container!["ready"] = false;
    }

    /// <summary>The first container waits for this reason; one that crashes keeps the digest it was pulled with.</summary>
    public static void SetWaiting(JsonObject pod, string reason, DateTimeOffset at, Func<string, string> digestOf, int restarts)
    {
        var crashes = reason == "CrashLoopBackOff";
        SetRunning(pod, ready: false, at, digestOf, restarts);
        var first = pod["status"]!["containerStatuses"]![0]!.AsObject();
        first["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = Message(reason, (string)first["image"]!) } };
        first["started"] = false;
        if (crashes)
            first["lastState"] = new JsonObject { ["terminated"] = Terminated(1, "Error", at) };
        else
            first["imageID"] = "";
        pod["status"]!["phase"] = crashes ? "Running" : "Pending";
    }

    public static void SetSucceeded(JsonObject pod, DateTimeOffset at)
    {
        SetNotReady(pod);
        pod["status"]!["phase"] = "Succeeded";
        foreach (var container in pod["status"]!["containerStatuses"]!.AsArray())
        {
            container!["state"] = new JsonObject { ["terminated"] = Terminated(0, "Completed", at) };
            container["started"] = false;
        }
    }

    public static bool IsReady(JsonObject pod) =>
        pod["metadata"]!["deletionTimestamp"] is null
        && (pod["status"]?["conditions"]?.AsArray().Any(condition => (string?)condition!["type"] == "Ready" && (string?)condition["status"] == "True") ?? false);

    private static string Message(string reason, string image) => reason == "CrashLoopBackOff"
        ? "back-off 40s restarting failed container"
        : $"Back-off pulling image \"{image}\": ErrImagePull: not found";

    private static JsonObject Terminated(int code, string reason, DateTimeOffset at) => new()
    {
        ["exitCode"] = code,
        ["reason"] = reason,
        ["startedAt"] = KubernetesTime.Format(at),
        ["finishedAt"] = KubernetesTime.Format(at),
    };

    private static JsonArray Conditions(DateTimeOffset at, Func<string, bool> holds) => new([.. ConditionTypes.Select(type => (JsonNode)new JsonObject
    {
        ["type"] = type,
        ["status"] = holds(type) ? "True" : "False",
        ["lastProbeTime"] = null,
        ["lastTransitionTime"] = KubernetesTime.Format(at),
    })]);

    private static JsonArray Statuses(JsonObject pod, Func<string, (JsonObject State, bool Ready, int Restarts, string Digest)> of) =>
        new([.. pod["spec"]!["containers"]!.AsArray().Select(container =>
        {
            var (name, image) = ((string)container!["name"]!, (string)container["image"]!);
            var (state, ready, restarts, digest) = of(image);
            return (JsonNode)new JsonObject
            {
                ["name"] = name,
                ["state"] = state,
                ["lastState"] = new JsonObject(),
                ["ready"] = ready,
                ["restartCount"] = restarts,
                ["image"] = image,
                ["imageID"] = digest.Length == 0 ? "" : $"{WithoutTag(image)}@{digest}",
                ["containerID"] = digest.Length == 0 ? "" : "containerd://" + Seeded.Hex($"{pod["metadata"]!["name"]}/{name}/{restarts}", 64),
                ["started"] = state.ContainsKey("running"),
            };
        })]);

    private static string WithoutTag(string image)
    {
        var bare = image.Split('@')[0];
        var colon = bare.LastIndexOf(':');
        return colon > bare.LastIndexOf('/') ? bare[..colon] : bare;
    }
}
