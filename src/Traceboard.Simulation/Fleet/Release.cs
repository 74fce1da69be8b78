using Traceboard.Simulation.GitHosts;
using Traceboard.Simulation.Kubernetes;

namespace Traceboard.Simulation.Fleet;

/// <summary>What was released of a service, and when.</summary>
/// <param name="Image">Image with its tag.</param>
/// <param name="Commit">Where it comes from, where anybody knows.</param>
/// <param name="At">When it was released.</param>
/// <param name="Settings">Number of its configuration: another number is a change of configuration.</param>
internal sealed record Release(string Image, GitCommit? Commit, DateTimeOffset At, int Settings = 1)
{
    public WorkloadDefinition Definition(ServicePlan service, int replicas) => new()
    {
        Kind = service.Kind,
        Namespace = service.Namespace,
        Name = service.Name,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app.kubernetes.io/name"] = service.Name,
            ["app.kubernetes.io/part-of"] = "acme",
            ["team"] = Catalogue.Teams[service.Team],
        },
        TemplateAnnotations = new Dictionary<string, string>(StringComparer.Ordinal) { ["kubectl.kubernetes.io/default-container"] = service.Name },
        Replicas = replicas,
        Containers =
        [
            Container(service.Name, Image),
            .. service.Sidecars.Select(sidecar => Container(sidecar.Name, sidecar.Image == ServicePlan.SameImage ? Image : sidecar.Image)),
        ],
        ProgressDeadlineSeconds = 120,
        Schedule = service.Name == "payouts" ? "*/3 * * * *" : "*/5 * * * *",
    };

    private ContainerDefinition Container(string name, string image) => new(name, image)
    {
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LOG_LEVEL"] = "info", ["SETTINGS_VERSION"] = $"{Settings}", ["OTEL_SERVICE_NAME"] = name },
    };
}
