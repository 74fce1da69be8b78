using Traceboard.Clusters;

namespace Traceboard.Tests.History;

/// <summary>Observations in few words: minutes after noon stand for times.</summary>
internal static class Observed
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset At(double minutes) => Noon.AddMinutes(minutes);

    public static BuildObservation Build(string image, double createdAt, string? digest = null, string? template = null, string? fingerprint = null, int pods = 1) => new()
    {
        Image = image,
        Digest = digest,
        Template = template,
        TemplateFingerprint = fingerprint,
        Pods = pods,
        Ready = pods,
        FirstPodCreatedAt = At(createdAt),
    };

    public static WorkloadObservation Workload(string name, RolloutState rollout, int? desired, string? target, params BuildObservation[] builds) => new()
    {
        Workload = new Workload("shop", "Deployment", name),
        Service = name,
        ControllerSeen = desired is not null,
        DesiredReplicas = desired,
        Rollout = rollout,
        Containers = [new ContainerObservation { Name = "app", IsPrimary = true, TargetImage = target, Builds = builds }],
    };

    public static WorkloadObservation Running(string name, params BuildObservation[] builds) =>
        Workload(name, RolloutState.Complete, builds.Sum(build => build.Pods), builds.Length > 0 ? builds[^1].Image : null, builds);

    public static ObservationBatch Batch(double provenAt, params WorkloadObservation[] workloads) => new()
    {
        Cluster = new ClusterIdentity("uid-1", "prod"),
        ProvenAt = At(provenAt),
        IsComplete = false,
        Scope = NamespaceScope.All,
        ResumePoints = [new ResumePoint("pods", $"{provenAt}")],
        Workloads = workloads,
    };

    public static ObservationBatch Complete(double provenAt, params WorkloadObservation[] workloads) => Batch(provenAt, workloads) with { IsComplete = true };
}
