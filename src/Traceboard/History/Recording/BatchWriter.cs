using Traceboard.Clusters;
using Traceboard.Deployments;
using Traceboard.History.Tracing;

namespace Traceboard.History.Recording;

/// <summary>
/// Works one batch into a context: what it proves, what that causes, and where the watch goes on, for one transaction.
/// The remembered history is changed along; when the transaction fails, it has to be thrown away.
/// </summary>
internal sealed class BatchWriter(
    TraceboardContext context, RememberedHistory history, ObservationBatch batch, QuestionPlanter planter, RecorderState state, DateTimeOffset now)
{
    /// <summary>
    /// Workloads after which rows go to the database, within the transaction: a context that holds the rows of a large
    /// cluster at once takes as much memory as all else.
    /// </summary>
    private const int Flushed = 200;

    private readonly RowWriter _rows = new(context, history, now);
    private readonly List<WantedTrace> _wanted = [];

    /// <summary>Workloads whose observation could not be worked in, and why. The rest of the batch is not affected.</summary>
    public List<(Workload Workload, Exception Exception)> Skipped { get; } = [];

    public async Task<HistoryChange> WriteAsync(CancellationToken cancellationToken)
    {
        var cluster = ClusterWriter.Write(context, history, batch);
        if (batch.Unobserved is { } gap)
            await ClusterWriter.WriteGapAsync(context, cluster, gap, cancellationToken);

        var newBuilds = await history.Builds.EnsureAsync(context, BuildsOf(batch), cancellationToken);
        var observed = batch.Workloads.Reverse().DistinctBy(workload => workload.Workload).Reverse().ToList();
        // Told both gone and there: it came back since. Its return is compared with what is stored, the removal included.
        var returned = Gone(cluster, batch.Removed.Intersect(observed.Where(Exists).Select(workload => workload.Workload)));
        foreach (var workload in returned)
            Remove(cluster, workload, cluster.Workloads[workload]);
        if (returned.Count > 0)
            await context.SaveChangesAsync(cancellationToken);

        foreach (var some in observed.Chunk(Flushed))
        {
            foreach (var workload in some)
                await ObserveAsync(cluster, workload, cancellationToken);
            if (some.Length == Flushed)
                await _rows.FlushAsync(cancellationToken);
        }

        string[] claimed = [.. observed.SelectMany(workload => history.Claims.Write(context, batch.Cluster.Name, workload, now)).Distinct(StringComparer.Ordinal)];
        foreach (var workload in Gone(cluster, GoneNow(cluster, observed)))
            Remove(cluster, workload, cluster.Workloads[workload]);

        // What was left out is told again only by a watch that goes on from before it, or by a complete list.
        if (Skipped.Count == 0 && (batch.IsComplete || !state.HasSkipped(batch.Cluster.Uid)))
            ClusterWriter.WriteResumePoints(context, cluster, batch);

        await context.SaveChangesAsync(cancellationToken);
        _wanted.AddRange(claimed.Select(image => new WantedTrace(image, now, Pods: 0)));
        var waiting = await planter.PlantAsync(context, _wanted, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        if (batch.IsComplete)
            await ClusterWriter.MarkSeenAsync(context, cluster, batch, cancellationToken);
        return new HistoryChange([.. _rows.Deployments], _rows.Running, Traces: false)
        {
            Workloads = _rows.Workloads,
            RunningImages = _rows.RunningImages,
            Images = [.. newBuilds.Union(waiting, StringComparer.Ordinal).Union(claimed, StringComparer.Ordinal)],
            NewQuestions = waiting.Count,
        };
    }

    private static IEnumerable<(string Image, string Digest)> BuildsOf(ObservationBatch batch) =>
        from workload in batch.Workloads
        from container in workload.Containers
        from build in container.Builds
        select (build.Image, build.Digest ?? "");

    private async Task ObserveAsync(RememberedClusterState cluster, WorkloadObservation observed, CancellationToken cancellationToken)
    {
        var remembered = cluster.Workloads.GetValueOrDefault(observed.Workload);
        var facts = WorkloadFacts.Of(observed, batch.ProvenAt, batch.Unobserved);
        var earlier = await EarlierAsync(remembered, observed, facts, cancellationToken);
        var nextId = history.NextDeploymentId;
        WorkloadChange change;
        try
        {
            change = WorkloadChange.Of(observed, facts, remembered?.Deployments ?? [], earlier, ref nextId);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The edge of the loop over workloads: one that the rules cannot work in must not hold up the others.
            Skipped.Add((observed.Workload, exception));
            return;
        }

        Take(cluster, observed, remembered, change, nextId);
    }

    private async Task<Dictionary<string, IReadOnlyList<Deployment>>> EarlierAsync(
        RememberedWorkload? remembered, WorkloadObservation observed, WorkloadFacts facts, CancellationToken cancellationToken)
    {
        var earlier = new Dictionary<string, IReadOnlyList<Deployment>>(StringComparer.Ordinal);
        if (remembered is null)
            return earlier;
        foreach (var container in observed.Containers)
        {
            if (ChangeRules.NeedHistory(remembered.Deployments.GetValueOrDefault(container.Name) ?? [], container, facts))
                earlier[container.Name] = await RememberedHistoryReader.EarlierAsync(context, history.Builds, remembered.Id, container.Name, cancellationToken);
        }

        return earlier;
    }

    private void Take(RememberedClusterState cluster, WorkloadObservation observed, RememberedWorkload? known, WorkloadChange change, long nextId)
    {
        if (change.IsGone && change.Written.Count == 0 && known is not { RemovedAt: null })
            return;

        var workload = known ?? new RememberedWorkload { Id = history.NextWorkloadId++, Face = WorkloadFace.Of(observed) };
        cluster.Workloads[observed.Workload] = workload;
        history.NextDeploymentId = nextId;
        foreach (var (container, deployment, stored) in change.Written)
        {
            _rows.Write(workload.Id, container, deployment, stored);
            if (stored is null)
                _wanted.Add(new WantedTrace(deployment.Image, deployment.StartedAt, PodsOf(change, deployment.Id)));
        }

        foreach (var (container, deployments) in change.Remembered)
            workload.Deployments[container] = deployments;
        if (observed.IsPast && known is not null)
            return;

        // What ran at a time that is over is history alone: the board must never show it as what runs.
        var runsOtherwise = !observed.IsPast && _rows.Write(workload, Running(change));

        var face = WorkloadFace.Of(observed);
        if (known is null || runsOtherwise || change.Written.Count > 0 || face != workload.Face || (workload.RemovedAt is not null && !change.IsGone))
        {
            workload.Face = face;
            workload.RemovedAt = null;
            if (!change.IsGone)
                _rows.Write(cluster.Id, observed.Workload, workload, batch.ProvenAt);
        }

        if (change.IsGone)
            Remove(cluster, observed.Workload, workload);
    }

    private void Remove(RememberedClusterState cluster, Workload name, RememberedWorkload workload)
    {
        var facts = new WorkloadFacts { ProvenAt = batch.ProvenAt, Kind = name.Kind, Unobserved = batch.Unobserved };
        var last = workload.Running.OrderByDescending(running => running.Value.IsPrimary).ThenByDescending(running => running.Value.DeploymentId)
            .Select(running => (long?)running.Value.DeploymentId).FirstOrDefault()
            ?? workload.Deployments.Values.SelectMany(deployments => deployments).Max(deployment => (long?)deployment.Id);
        var removalId = history.NextDeploymentId++;
        var stored = workload.Deployments
            .SelectMany(container => container.Value.Select(deployment => (Container: container.Key, Deployment: deployment)))
            .ToDictionary(pair => pair.Deployment.Id);
        foreach (var deployment in ChangeRules.Remove(stored.Values.Select(pair => pair.Deployment), last, facts, removalId))
        {
            var isStored = stored.TryGetValue(deployment.Id, out var was);
            _rows.Write(workload.Id, isStored ? was.Container : "", deployment, isStored ? was.Deployment : null);
        }

        workload.Deployments.Clear();
        _rows.Write(workload, []);
        workload.RemovedAt = batch.ProvenAt;
        _rows.Write(cluster.Id, name, workload, batch.ProvenAt);
    }

    /// <summary>What the API server proved to be gone. Out of scope is not gone.</summary>
    private IEnumerable<Workload> GoneNow(RememberedClusterState cluster, List<WorkloadObservation> observed)
    {
        var present = observed.Where(workload => batch.IsComplete || Exists(workload)).Select(workload => workload.Workload).ToHashSet();
        return batch.IsComplete
            ? cluster.Workloads.Keys.Where(workload => !present.Contains(workload) && batch.Scope.Covers(workload.Namespace))
            : batch.Removed.Where(workload => !present.Contains(workload));
    }

    private static List<Workload> Gone(RememberedClusterState cluster, IEnumerable<Workload> workloads) =>
        [.. workloads.Distinct().Where(workload => cluster.Workloads.GetValueOrDefault(workload) is { RemovedAt: null })];

    private static bool Exists(WorkloadObservation observed) =>
        observed.ControllerSeen || observed.Containers.Any(container => container.Builds.Any(build => build.Pods > 0));

    private Dictionary<RunningKey, RunningPods> Running(WorkloadChange change) => change.Running.ToDictionary(
        running => new RunningKey(running.Key.Container, history.Builds.Of(running.Key.Image, running.Key.Digest), running.Key.Template),
        running => running.Value);

    private static int PodsOf(WorkloadChange change, long deploymentId) =>
        change.Running.Values.Where(running => running.DeploymentId == deploymentId).Sum(running => running.Pods);
}
