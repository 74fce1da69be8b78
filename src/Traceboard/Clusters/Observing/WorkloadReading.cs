using System.Globalization;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>Says of one workload what an observation tells. Reads only.</summary>
internal sealed class WorkloadReading
{
    private readonly ObservedWorkload _workload;
    private readonly List<PodObject> _running;
    private readonly ControllerObject? _newestReplicaSet;

    public WorkloadReading(ObservedWorkload workload)
    {
        _workload = workload;
        _running = [.. workload.Pods.Values.Where(Pod.Runs)];
        _newestReplicaSet = workload.ReplicaSets.Values
            .OrderByDescending(Revision).ThenByDescending(set => set.CreatedAt).FirstOrDefault();
        CurrentTemplate = NewestTemplate();
        Current = (workload.IsJob ? workload.Pods.Values : _running.AsEnumerable()).SelectMany(pod => pod.Containers.Select(container => Pod.Build(pod, container))).ToHashSet();
    }

    /// <summary>The template that new pods are made from, or null where that is unknown.</summary>
    public string? CurrentTemplate { get; }

    /// <summary>Builds that pods run now; for Jobs also those that ended and are still there.</summary>
    public IReadOnlySet<BuildKey> Current { get; }

    public WorkloadObservation Observation(ServiceNaming naming, KubernetesObject? ofNamespace)
    {
        var newestPod = (_running.Count > 0 ? _running : _workload.Pods.Values.AsEnumerable()).MaxBy(pod => (pod.CreatedAt, pod.Name));
        var controller = _workload.Controller ?? _newestReplicaSet;
        var (rollout, reason) = Rollout();
        return new WorkloadObservation
        {
            Workload = _workload.Key,
            Service = naming.Service(_workload.Key, newestPod, controller, ofNamespace),
            Team = naming.Team(_workload.Key, newestPod, controller, ofNamespace),
            EnvironmentLabel = ofNamespace?.Labels.GetValueOrDefault(Environments.Label),
            DesiredReplicas = Desired(),
            ControllerSeen = controller is not null,
            Rollout = rollout,
            RolloutReason = reason,
            Containers = Containers(newestPod, naming.Evidence),
        };
    }

    /// <summary>The observation as it would have been when these builds, and no others, had begun to run.</summary>
    public WorkloadObservation Earlier(WorkloadObservation now, IReadOnlyCollection<Turn> turns) => now with
    {
        IsPast = true,
        DesiredReplicas = null,
        Rollout = RolloutState.Progressing,
        RolloutReason = null,
        Containers =
        [
            .. from turn in turns
               let container = now.Containers.FirstOrDefault(container => string.Equals(container.Name, turn.Build.Container, StringComparison.Ordinal))
               select new ContainerObservation
               {
                   Name = turn.Build.Container,
                   IsPrimary = container?.IsPrimary ?? turns.Count == 1,
                   TargetImage = turn.Build.Image,
                   Builds = [Begun(turn)],
               },
        ],
    };

    private BuildObservation Begun(Turn turn) => new()
    {
        Image = turn.Build.Image,
        Digest = turn.Build.Digest,
        Template = turn.Build.Template,
        TemplateFingerprint = Fingerprint(turn.Build.Template),
        Pods = 1,
        Ready = 0,
        FirstPodCreatedAt = turn.StartedAt,
    };

    private int? Desired() => _workload.Key.Kind switch
    {
        "DaemonSet" => _workload.Controller?.StatusReplicas,
        _ => _workload.Controller?.Replicas ?? (_workload.ReplicaSets.Count > 0 ? _workload.ReplicaSets.Values.Sum(set => set.Replicas ?? 0) : null),
    };

    private IReadOnlyList<ContainerObservation> Containers(PodObject? newestPod, WorkloadEvidence evidence)
    {
        var template = Template();
        string[] names = [.. (newestPod?.Containers.Select(container => container.Name) ?? [])
            .Concat(template.Select(container => container.Name))
            .Concat(_workload.Builds.Keys.Select(build => build.Container).Order(StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal)];
        var primary = Primary(names, newestPod);
        var builds = _workload.Builds.ToLookup(build => build.Key.Container, StringComparer.Ordinal);
        return [.. names.Select(name => new ContainerObservation
        {
            Name = name,
            IsPrimary = string.Equals(name, primary, StringComparison.Ordinal),
            TargetImage = template.Where(container => string.Equals(container.Name, name, StringComparison.Ordinal)).Select(container => container.Image).FirstOrDefault(),
            Builds = Builds([.. builds[name]], string.Equals(name, primary, StringComparison.Ordinal) ? evidence : null),
        })];
    }

    private string? Primary(string[] names, PodObject? newestPod)
    {
        var chosen = newestPod?.Annotations.GetValueOrDefault(ServiceNaming.DefaultContainer) ?? _workload.Controller?.Annotations.GetValueOrDefault(ServiceNaming.DefaultContainer);
        return chosen is not null && names.Contains(chosen, StringComparer.Ordinal) ? chosen
            : names.Contains(_workload.Key.Name, StringComparer.Ordinal) ? _workload.Key.Name
            : names.FirstOrDefault();
    }

    private IReadOnlyList<BuildObservation> Builds(KeyValuePair<BuildKey, SeenBuild>[] seen, WorkloadEvidence? evidence) =>
        [.. seen.Where(build => !IsOnlyTheStartOfAnother(build.Key, seen))
            .Select(build => Build(build.Key, build.Value, evidence))
            .OrderBy(build => build.FirstPodCreatedAt).ThenBy(build => build.Image, StringComparer.Ordinal).ThenBy(build => build.Digest, StringComparer.Ordinal)];

    /// <summary>Before it is pulled, a build has no digest; once it has one, the earlier reading says nothing new.</summary>
    private bool IsOnlyTheStartOfAnother(BuildKey key, KeyValuePair<BuildKey, SeenBuild>[] seen) =>
        key.Digest is null && !Current.Contains(key) && seen.Any(other => other.Key.Digest is not null && other.Key with { Digest = null } == key);

    private BuildObservation Build(BuildKey key, SeenBuild seen, WorkloadEvidence? evidence)
    {
        var containers = new List<(PodObject Pod, PodContainer Container)>();
        foreach (var pod in _running)
        {
            foreach (var container in pod.Containers)
            {
                if (Pod.Build(pod, container) == key)
                    containers.Add((pod, container));
            }
        }

        return new BuildObservation
        {
            Image = key.Image,
            Digest = key.Digest,
            Template = key.Template,
            TemplateFingerprint = Fingerprint(key.Template),
            Pods = containers.Count,
            Ready = containers.Count(one => one.Pod.Ready),
            Restarts = containers.Sum(one => one.Container.Restarts),
            FirstPodCreatedAt = seen.FirstPodCreatedAt,
            Waiting = Pod.Worst(containers.Select(one => one.Container.Waiting)),
            Claim = containers.Count == 0 ? null : evidence?.Of(containers.MaxBy(one => (one.Pod.CreatedAt, one.Pod.Name)).Pod),
        };
    }

    private string? Fingerprint(string? template)
    {
        if (template is null)
            return null;
        if (_workload.ReplicaSets.Count > 0)
            return _workload.ReplicaSets.Values.FirstOrDefault(set => string.Equals(Pod.Template(set), template, StringComparison.Ordinal))?.TemplateFingerprint;
        return _workload.Controller switch
        {
            { } controller when _workload.Key.Kind is "ReplicaSet" => controller.TemplateFingerprint,
            { UpdateRevision: { } revision } controller when string.Equals(revision, template, StringComparison.Ordinal) => controller.TemplateFingerprint,
            { } controller when _workload.Key.Kind is "DaemonSet" && controller.ObservedGeneration >= controller.Generation && controller.UpdatedReplicas >= controller.StatusReplicas
                && _running.TrueForAll(pod => string.Equals(Pod.Template(pod), template, StringComparison.Ordinal)) => controller.TemplateFingerprint,
            _ => null,
        };
    }

    private IReadOnlyList<TemplateContainer> Template() =>
        _workload.Controller is { Template.Count: > 0 } controller ? controller.Template : _newestReplicaSet?.Template ?? [];

    private string? NewestTemplate() =>
        _workload.Controller?.UpdateRevision
        ?? (_newestReplicaSet is null ? null : Pod.Template(_newestReplicaSet))
        ?? (_running.MaxBy(pod => (pod.CreatedAt, pod.Name)) is { } newest ? Pod.Template(newest) : null);

    private (RolloutState, string?) Rollout()
    {
        if (_workload.Controller is { ProgressingFalse: true, ProgressingReason: "ProgressDeadlineExceeded" })
            return (RolloutState.Stalled, "ProgressDeadlineExceeded");
        List<PodObject> newest = [.. _running.Where(IsOfCurrentTemplate)];
        var waiting = Pod.Worst(newest.SelectMany(pod => pod.Containers).Select(container => container.Waiting));
        if (Pod.Stalls(waiting))
            return (RolloutState.Stalled, waiting);
        var isComplete = _workload.IsJob
            ? !_running.Exists(pod => pod.Phase is "Pending")
            : newest.Count == _running.Count && newest.Count(pod => pod.Ready) >= (Desired() ?? Math.Max(1, newest.Count)) && newest.TrueForAll(pod => pod.Ready);
        return (isComplete ? RolloutState.Complete : RolloutState.Progressing, null);
    }

    /// <summary>By template, and by what the controller's template asks for: its change is told before its new ReplicaSet is.</summary>
    private bool IsOfCurrentTemplate(PodObject pod)
    {
        if (CurrentTemplate is not null && !string.Equals(Pod.Template(pod), CurrentTemplate, StringComparison.Ordinal))
            return false;
        return Template().All(target => pod.Containers.FirstOrDefault(container => string.Equals(container.Name, target.Name, StringComparison.Ordinal)) is not { } container
            || string.Equals(container.Image, target.Image, StringComparison.Ordinal));
    }

    private static long Revision(ControllerObject replicaSet) =>
        long.TryParse(
            replicaSet.Annotations.GetValueOrDefault(ServiceNaming.DeploymentRevision) ?? replicaSet.Annotations.GetValueOrDefault(ServiceNaming.RolloutRevision),
            NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;
}
