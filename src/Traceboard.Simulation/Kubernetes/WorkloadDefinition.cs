namespace Traceboard.Simulation.Kubernetes;

/// <summary>What somebody wants to run: the part of a workload that a pipeline or a person writes.</summary>
public sealed record WorkloadDefinition
{
    /// <summary>Deployment, StatefulSet, DaemonSet or CronJob.</summary>
    public string Kind { get; init; } = "Deployment";

    /// <summary>Namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>Labels of the workload and of its pods.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Annotations of the pod template.</summary>
    public IReadOnlyDictionary<string, string> TemplateAnnotations { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Wanted pods.</summary>
    public int Replicas { get; init; } = 1;

    /// <summary>Its containers, the own one first.</summary>
    public required IReadOnlyList<ContainerDefinition> Containers { get; init; }

    /// <summary>Seconds without progress after which Kubernetes calls a rollout failed.</summary>
    public int ProgressDeadlineSeconds { get; init; } = 600;

    /// <summary>Cron expression of a CronJob.</summary>
    public string Schedule { get; init; } = "*/5 * * * *";
}

/// <summary>A container of a workload.</summary>
/// <param name="Name">Name.</param>
/// <param name="Image">Image reference.</param>
public sealed record ContainerDefinition(string Name, string Image)
{
    /// <summary>Environment variables: changing one changes the pod template and nothing else.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
