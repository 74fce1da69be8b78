using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.History.Recording;

/// <summary>What an observation does to one workload, worked out in full before anything of it is written.</summary>
internal sealed class WorkloadChange
{
    /// <summary>Deployments that are new or became different, with their container and what is stored of them.</summary>
    public List<(string Container, Deployment Deployment, Deployment? Stored)> Written { get; } = [];

    /// <summary>What is remembered of each container afterwards.</summary>
    public Dictionary<string, IReadOnlyList<Deployment>> Remembered { get; } = new(StringComparer.Ordinal);

    /// <summary>What runs afterwards, by container, image, digest and template.</summary>
    public Dictionary<(string Container, string Image, string Digest, string Template), RunningPods> Running { get; } = [];

    /// <summary>Whether the workload is gone with its last pod.</summary>
    public bool IsGone { get; private set; }

    /// <summary>
    /// Works an observation in. <paramref name="earlier"/> are the whole histories of the containers that need them;
    /// <paramref name="nextId"/> is counted up for each new deployment.
    /// </summary>
    public static WorkloadChange Of(
        WorkloadObservation observed,
        WorkloadFacts facts,
        IReadOnlyDictionary<string, IReadOnlyList<Deployment>> remembered,
        IReadOnlyDictionary<string, IReadOnlyList<Deployment>> earlier,
        ref long nextId)
    {
        var change = new WorkloadChange { IsGone = !observed.ControllerSeen && !observed.Containers.Any(container => container.Builds.Any(build => build.Pods > 0)) };
        foreach (var container in facts.IsPast ? observed.Containers : ContainersOf(observed, remembered))
        {
            var known = Known(remembered.GetValueOrDefault(container.Name) ?? [], earlier.GetValueOrDefault(container.Name) ?? []);
            var outcome = ChangeRules.Apply(known, container, facts, nextId);
            nextId = Math.Max(nextId, outcome.Written.Count > 0 ? outcome.Written[^1].Id + 1 : 0);
            change.Take(container, known, outcome);
        }

        return change;
    }

    /// <summary>The containers of the observation, and those that it no longer tells of.</summary>
    public static IEnumerable<ContainerObservation> ContainersOf(
        WorkloadObservation observed, IReadOnlyDictionary<string, IReadOnlyList<Deployment>> remembered) =>
        observed.Containers.Concat(remembered.Keys
            .Where(name => !observed.Containers.Any(container => string.Equals(container.Name, name, StringComparison.Ordinal)))
            .Select(name => new ContainerObservation { Name = name, IsPrimary = false, Builds = [] }));

    private static IReadOnlyList<Deployment> Known(IReadOnlyList<Deployment> remembered, IReadOnlyList<Deployment> earlier) =>
        earlier.Count == 0 ? remembered : [.. earlier.UnionBy(remembered, deployment => deployment.Id)];

    private void Take(ContainerObservation container, IReadOnlyList<Deployment> known, ChangeOutcome outcome)
    {
        Written.AddRange(outcome.Written.Select(deployment => (container.Name, deployment, known.FirstOrDefault(stored => stored.Id == deployment.Id))));
        var now = outcome.Written.UnionBy(known, deployment => deployment.Id).Where(deployment => !deployment.IsRemoval).ToList();
        var newest = now.Count == 0 ? 0 : now.Max(deployment => deployment.Id);
        Remembered[container.Name] = outcome.Written.Count == 0 && known.Count == now.Count
            ? known
            : [.. now.Where(deployment => deployment.IsOpen || deployment.Id == newest)];

        for (var index = 0; index < container.Builds.Count; index++)
        {
            var build = container.Builds[index];
            if (build.Pods <= 0)
                continue;
            var key = (container.Name, build.Image, build.Digest ?? "", build.Template ?? "");
            var pods = new RunningPods(container.IsPrimary, build.Pods, build.Ready, build.Restarts, build.Waiting, outcome.DeploymentOfBuild[index].Id);
            Running[key] = Running.TryGetValue(key, out var same)
                ? same with { Pods = same.Pods + pods.Pods, Ready = same.Ready + pods.Ready, Restarts = same.Restarts + pods.Restarts }
                : pods;
        }
    }
}
