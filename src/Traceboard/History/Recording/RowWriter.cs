using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.History.Recording;

/// <summary>Turns remembered state into rows of one context, and notes what a person could see of it.</summary>
internal sealed class RowWriter(TraceboardContext context, RememberedHistory history, DateTimeOffset now)
{
    private readonly HashSet<long> _toldDeployments = [];
    private readonly HashSet<int> _toldWorkloads = [];
    private readonly HashSet<int> _toldBuilds = [];
    private readonly Dictionary<long, DeploymentRow> _deployments = [];
    private readonly Dictionary<int, WorkloadRow> _workloads = [];
    private readonly Dictionary<(int WorkloadId, RunningKey Key), RunningRow> _running = [];

    /// <summary>Ids of deployments that were added or became known better.</summary>
    public IReadOnlyCollection<long> Deployments => _toldDeployments;

    /// <summary>Ids of workloads of which something was written.</summary>
    public IReadOnlyCollection<int> Workloads => _toldWorkloads;

    /// <summary>Images of which other pods run now, or null where one of them is not known by name.</summary>
    public IReadOnlyCollection<string>? RunningImages
    {
        get
        {
            string?[] images = [.. _toldBuilds.Select(history.Builds.ImageOf).Distinct(StringComparer.Ordinal)];
            return images.Contains(null) ? null : [.. images.OfType<string>()];
        }
    }

    /// <summary>Whether what runs, or how it is doing, changed.</summary>
    public bool Running { get; private set; }

    /// <summary>Sends what was written so far to the database, in the transaction of the context, and lets go of it.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
        _deployments.Clear();
        _workloads.Clear();
        _running.Clear();
    }

    /// <summary>Writes a deployment. <paramref name="stored"/> is what is stored of it, or null for a new one.</summary>
    public void Write(int workloadId, string container, Deployment deployment, Deployment? stored)
    {
        _toldDeployments.Add(deployment.Id);
        _toldWorkloads.Add(workloadId);
        var row = ToRow(workloadId, container, deployment);
        if (_deployments.TryGetValue(deployment.Id, out var written))
            context.Entry(written).CurrentValues.SetValues(row);
        else
            _deployments[deployment.Id] = context.Put(row, stored is null ? null : ToRow(workloadId, container, stored)).Entity;
    }

    public void Write(int clusterId, Workload workload, RememberedWorkload remembered, DateTimeOffset seenAt)
    {
        Running = true;
        _toldWorkloads.Add(remembered.Id);
        var wanted = new StoredWorkload(remembered.Face, remembered.RemovedAt);
        var row = ToRow(clusterId, workload, remembered.Id, wanted, seenAt);
        if (_workloads.TryGetValue(row.Id, out var written))
            context.Entry(written).CurrentValues.SetValues(row);
        else
            _workloads[row.Id] = context.Put(row, remembered.Stored is { } stored ? ToRow(clusterId, workload, row.Id, stored, seenAt: default) : null).Entity;
        remembered.Stored = wanted;
    }

    /// <summary>Writes what runs where it differs from what is stored; returns whether it does.</summary>
    public bool Write(RememberedWorkload workload, Dictionary<RunningKey, RunningPods> running)
    {
        var changed = false;
        foreach (var (key, pods) in running)
        {
            var stored = workload.Running.GetValueOrDefault(key);
            if (stored == pods)
                continue;
            if (stored?.Pods != pods.Pods)
                _toldBuilds.Add(key.BuildId);
            Put(ToRow(workload.Id, key, pods), key, stored is null ? null : ToRow(workload.Id, key, stored));
            changed = true;
        }

        foreach (var (key, pods) in workload.Running.Where(was => !running.ContainsKey(was.Key)))
        {
            _toldBuilds.Add(key.BuildId);
            Delete(ToRow(workload.Id, key, pods), key);
            changed = true;
        }

        if (changed)
        {
            workload.Running = running;
            _toldWorkloads.Add(workload.Id);
        }

        Running |= changed;
        return changed;
    }

    // A workload may go and come back within one batch; the context holds each row once.
    private void Put(RunningRow row, RunningKey key, RunningRow? stored)
    {
        if (!_running.TryGetValue((row.WorkloadId, key), out var written))
        {
            _running[(row.WorkloadId, key)] = context.Put(row, stored).Entity;
            return;
        }

        var entry = context.Entry(written);
        entry.CurrentValues.SetValues(row);
        entry.State = entry.State switch
        {
            EntityState.Deleted => EntityState.Modified,
            EntityState.Detached => EntityState.Added,
            var state => state,
        };
    }

    private void Delete(RunningRow row, RunningKey key)
    {
        var entry = context.Entry(_running.GetValueOrDefault((row.WorkloadId, key)) ?? row);
        _running[(row.WorkloadId, key)] = entry.Entity;
        entry.State = entry.State == EntityState.Added ? EntityState.Detached : EntityState.Deleted;
    }

    private DeploymentRow ToRow(int workloadId, string container, Deployment deployment) => new()
    {
        Id = deployment.Id,
        WorkloadId = workloadId,
        Container = container,
        Change = deployment.Change,
        Origin = deployment.Origin,
        BuildId = deployment.IsRemoval ? null : history.Builds.Of(deployment.Image, deployment.Digest),
        Template = deployment.Template,
        TemplateFingerprint = deployment.TemplateFingerprint,
        StartedAt = deployment.StartedAt,
        CompletedAt = deployment.CompletedAt,
        EndedAt = deployment.EndedAt,
        RecordedAt = now,
        PreviousId = deployment.PreviousId,
        RollbackOfId = deployment.RollbackOfId,
        Rollout = deployment.Rollout,
    };

    private static WorkloadRow ToRow(int clusterId, Workload workload, int id, StoredWorkload stored, DateTimeOffset seenAt) => new()
    {
        Id = id,
        ClusterId = clusterId,
        Namespace = workload.Namespace,
        Kind = workload.Kind,
        Name = workload.Name,
        Service = stored.Face.Service,
        Team = stored.Face.Team,
        EnvironmentLabel = stored.Face.EnvironmentLabel,
        DesiredReplicas = stored.Face.DesiredReplicas,
        Rollout = stored.Face.Rollout,
        RolloutReason = stored.Face.RolloutReason,
        SeenAt = seenAt,
        RemovedAt = stored.RemovedAt,
    };

    private static RunningRow ToRow(int workloadId, RunningKey key, RunningPods pods) => new()
    {
        WorkloadId = workloadId,
        Container = key.Container,
        BuildId = key.BuildId,
        Template = key.Template,
        IsPrimary = pods.IsPrimary,
        Pods = pods.Pods,
        Ready = pods.Ready,
        Restarts = pods.Restarts,
        Waiting = pods.Waiting,
        DeploymentId = pods.DeploymentId,
    };
}
