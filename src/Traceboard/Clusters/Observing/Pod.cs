using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>Readings of a pod.</summary>
internal static class Pod
{
    /// <summary>Waiting reasons, the worst first; those before <see cref="_stalling"/> do not mend themselves.</summary>
    private static readonly string[] _waiting =
        ["InvalidImageName", "ImagePullBackOff", "ErrImagePull", "CreateContainerConfigError", "CrashLoopBackOff"];

    private static readonly HashSet<string> _stalling = new(_waiting, StringComparer.Ordinal);

    /// <summary>It has not ended and is not on its way out: a terminating pod serves nobody and its node may be gone.</summary>
    public static bool Runs(PodObject pod) => pod.DeletedAt is null && !HasEnded(pod);

    public static bool HasEnded(PodObject pod) => pod.Phase is "Succeeded" or "Failed";

    public static BuildKey Build(PodObject pod, PodContainer container) =>
        new(container.Name, container.Image, ImageId.Digest(container.ImageId), Template(pod));

    /// <summary>Identity of the template that it was made from, or null.</summary>
    public static string? Template(KubernetesObject pod) =>
        pod.Labels.GetValueOrDefault(ServiceNaming.PodTemplateHash)
        ?? pod.Labels.GetValueOrDefault(ServiceNaming.RolloutsTemplateHash)
        ?? pod.Labels.GetValueOrDefault(ServiceNaming.ControllerRevisionHash);

    /// <summary>The worst of some waiting reasons, or null.</summary>
    public static string? Worst(IEnumerable<string?> reasons) =>
        reasons.OfType<string>().OrderBy(reason => Array.IndexOf(_waiting, reason) is >= 0 and var rank ? rank : _waiting.Length).FirstOrDefault();

    public static bool Stalls(string? reason) => reason is not null && _stalling.Contains(reason);

    public static PodSnapshot Snapshot(PodObject pod) => new()
    {
        Name = pod.Name,
        Status = pod.DeletedAt is not null ? "Terminating" : Worst(pod.Containers.Select(container => container.Waiting)) ?? pod.Reason ?? pod.Phase,
        Ready = pod.Ready && Runs(pod),
        Restarts = pod.Containers.Sum(container => container.Restarts),
        Node = pod.Node,
        CreatedAt = pod.CreatedAt,
        Containers = [.. pod.Containers.Select(container =>
            new PodContainerSnapshot(container.Name, container.Image, ImageId.Digest(container.ImageId), container.Ready, container.Restarts))],
    };
}
