using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes.Controllers;

/// <summary>How many pods of a workload there are, by state.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PodCounts(int Total, int Updated, int Ready, int UpdatedReady);

/// <summary>Writes the status of controllers.</summary>
internal static class WorkloadStatus
{
    public const string NewReplicaSetAvailable = "NewReplicaSetAvailable";
    public const string ProgressDeadlineExceeded = "ProgressDeadlineExceeded";

    public static void SetDeployment(JsonObject deployment, PodCounts counts, string progressing, string replicaSet, DateTimeOffset at)
    {
        var wanted = deployment.Replicas();
        var stalled = progressing == ProgressDeadlineExceeded;
        var before = deployment["status"]?["conditions"]?.AsArray();
        deployment["status"] = new JsonObject
        {
            ["observedGeneration"] = deployment.Generation(),
            ["replicas"] = counts.Total,
            ["updatedReplicas"] = counts.Updated,
            ["readyReplicas"] = counts.Ready,
            ["availableReplicas"] = counts.Ready,
            ["unavailableReplicas"] = Math.Max(0, Math.Max(wanted, counts.Total) - counts.Ready),
            ["conditions"] = new JsonArray(
                Condition(before, "Available", counts.Ready >= wanted - (wanted / 4), counts.Ready >= wanted - (wanted / 4) ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable", "", at),
                Condition(before, "Progressing", !stalled, progressing, Message(progressing, replicaSet), at)),
        };
    }

    public static void SetReplicaSet(JsonObject set, int total, int ready) => set["status"] = new JsonObject
    {
        ["observedGeneration"] = set.Generation(),
        ["replicas"] = total,
        ["fullyLabeledReplicas"] = total,
        ["readyReplicas"] = ready,
        ["availableReplicas"] = ready,
    };

    public static void SetStatefulSet(JsonObject set, PodCounts counts, string currentRevision, string updateRevision) => set["status"] = new JsonObject
    {
        ["observedGeneration"] = set.Generation(),
        ["replicas"] = counts.Total,
        ["readyReplicas"] = counts.Ready,
        ["availableReplicas"] = counts.Ready,
        ["updatedReplicas"] = counts.Updated,
        ["currentReplicas"] = currentRevision == updateRevision ? counts.Total : counts.Total - counts.Updated,
        ["currentRevision"] = currentRevision,
        ["updateRevision"] = updateRevision,
        ["collisionCount"] = 0,
    };

    public static void SetDaemonSet(JsonObject set, PodCounts counts, int wanted) => set["status"] = new JsonObject
    {
        ["observedGeneration"] = set.Generation(),
        ["desiredNumberScheduled"] = wanted,
        ["currentNumberScheduled"] = counts.Total,
        ["updatedNumberScheduled"] = counts.Updated,
        ["numberReady"] = counts.Ready,
        ["numberAvailable"] = counts.Ready,
        ["numberUnavailable"] = Math.Max(0, wanted - counts.Ready),
        ["numberMisscheduled"] = 0,
    };

    public static void SetJob(JsonObject job, DateTimeOffset startedAt, DateTimeOffset? completedAt)
    {
        job["status"] = new JsonObject { ["startTime"] = KubernetesTime.Format(startedAt), ["active"] = completedAt is null ? 1 : 0, ["ready"] = 0 };
        if (completedAt is not { } at)
            return;
        job["status"]!["succeeded"] = 1;
        job["status"]!["completionTime"] = KubernetesTime.Format(at);
        job["status"]!["conditions"] = new JsonArray(new JsonObject
        {
            ["type"] = "Complete",
            ["status"] = "True",
            ["lastProbeTime"] = KubernetesTime.Format(at),
            ["lastTransitionTime"] = KubernetesTime.Format(at),
            ["reason"] = "CompletionsReached",
            ["message"] = "Reached expected number of succeeded pods",
        });
    }

    private static string Message(string reason, string replicaSet) => reason switch
    {
        NewReplicaSetAvailable => $"ReplicaSet \"{replicaSet}\" has successfully progressed.",
        ProgressDeadlineExceeded => $"ReplicaSet \"{replicaSet}\" has timed out progressing.",
        "NewReplicaSetCreated" => $"Created new replica set \"{replicaSet}\"",
        _ => $"ReplicaSet \"{replicaSet}\" is progressing.",
    };

    /// <summary>The times of a condition move only when it changes, so that a status which says nothing new stays equal.</summary>
    private static JsonObject Condition(JsonArray? before, string type, bool holds, string reason, string message, DateTimeOffset at)
    {
        var status = holds ? "True" : "False";
        var old = before?.FirstOrDefault(condition => (string?)condition!["type"] == type);
        var sameStatus = (string?)old?["status"] == status;
        var same = sameStatus && (string?)old?["reason"] == reason && (string?)old?["message"] == message;
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastUpdateTime"] = same ? old!["lastUpdateTime"]!.DeepClone() : KubernetesTime.Format(at),
            ["lastTransitionTime"] = sameStatus ? old!["lastTransitionTime"]!.DeepClone() : KubernetesTime.Format(at),
            ["reason"] = reason,
            ["message"] = message,
        };
    }
}
