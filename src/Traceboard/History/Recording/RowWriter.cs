using Microsoft.EntityFrameworkCore;
using Traceboard.Clusters;
using Traceboard.Deployments;

namespace Traceboard.History.Recording;

/// <summary>Turns remembered state into rows of one context, and notes what a person could see of it.</summary>
internal sealed class RowWriter(TraceboardContext context, RememberedHistory history, DateTimeOffset now)
{
    private readonly Dictionary<long, DeploymentRow> _deployments = [];
    private readonly Dictionary<int, WorkloadRow> _workloads = [];
    private readonly Dictionary<(int WorkloadId, RunningKey Key), RunningRow> _running = [];

    /// <summary>Ids of deployments that were added or became known better.</summary>
    public IReadOnlyCollection<long> Deployments => _deployments.Keys;

    /// <summary>Whether what runs, or how it is doing, changed.</summary>
    public bool Running { get; private set; }

    public void Write(int workloadId, string container, Deployment deployment, bool isNew)
    {
        var row = new DeploymentRow
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
        if (_deployments.TryGetValue(deployment.Id, out var written))
        {
            row.RecordedAt = written.RecordedAt;
            context.Entry(written).CurrentValues.SetValues(row);
            return;
        }

        _deployments[deployment.Id] = row;
        var entry = context.Entry(row);
        entry.State = isNew ? EntityState.Added : EntityState.Modified;
        if (!isNew)
            entry.Property(known => known.RecordedAt).IsModified = false;
    }

    public void Write(int clusterId, Workload workload, RememberedWorkload remembered, bool isNew, DateTimeOffset seenAt)
    {
        Running = true;
        var row = new WorkloadRow
        {
            Id = remembered.Id,
            ClusterId = clusterId,
            Namespace = workload.Namespace,
            Kind = workload.Kind,
            Name = workload.Name,
            Service = remembered.Face.Service,
            Team = remembered.Face.Team,
            EnvironmentLabel = remembered.Face.EnvironmentLabel,
            DesiredReplicas = remembered.Face.DesiredReplicas,
            Rollout = remembered.Face.Rollout,
            RolloutReason = remembered.Face.RolloutReason,
            SeenAt = seenAt,
            RemovedAt = remembered.RemovedAt,
        };
        if (_workloads.TryAdd(row.Id, row))
            context.Entry(row).State = isNew ? EntityState.Added : EntityState.Modified;
        else
            context.Entry(_workloads[row.Id]).CurrentValues.SetValues(row);
    }

    /// <summary>Writes what runs where it differs from what is stored; returns whether it does.</summary>
    public bool Write(RememberedWorkload workload, Dictionary<RunningKey, RunningPods> running)
    {
        var changed = false;
        foreach (var (key, pods) in running)
        {
            var isKnown = workload.Running.TryGetValue(key, out var was);
            if (was == pods)
                continue;
            Put(ToRow(workload.Id, key, pods), key, isKnown ? EntityState.Modified : EntityState.Added);
            changed = true;
        }

        foreach (var (key, pods) in workload.Running.Where(was => !running.ContainsKey(was.Key)))
        {
            Put(ToRow(workload.Id, key, pods), key, EntityState.Deleted);
            changed = true;
        }

        if (changed)
            workload.Running = running;
        Running |= changed;
        return changed;
    }

    // A workload may go and come back within one batch; the context holds each row once.
    private void Put(RunningRow row, RunningKey key, EntityState wanted)
    {
        if (_running.TryAdd((row.WorkloadId, key), row))
        {
            context.Entry(row).State = wanted;
            return;
        }

        var entry = context.Entry(_running[(row.WorkloadId, key)]);
        entry.CurrentValues.SetValues(row);
        entry.State = (entry.State, wanted) switch
        {
            (EntityState.Added, EntityState.Deleted) => EntityState.Detached,
            (EntityState.Detached, EntityState.Added) or (EntityState.Added, _) => EntityState.Added,
            (_, EntityState.Deleted) => EntityState.Deleted,
            _ => EntityState.Modified,
        };
    }

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
