using Traceboard.Clusters;
using Traceboard.Deployments;
using Traceboard.Tests.History;

namespace Traceboard.Tests.Deployments;

/// <summary>One container of a workload through a series of observations, with the rules alone: no database.</summary>
internal sealed class ContainerStory(string kind = "Deployment")
{
    private double _minute;

    public List<Deployment> Deployments { get; } = [];

    /// <summary>What the last observation wrote.</summary>
    public IReadOnlyList<Deployment> Written { get; private set; } = [];

    /// <summary>The controller's image, where it is seen.</summary>
    public string? Target { get; set; }

    public int? Desired { get; set; } = 1;

    public RolloutState Rollout { get; set; } = RolloutState.Complete;

    public UnobservedInterval? Unobserved { get; set; }

    private long NextId => Deployments.Count == 0 ? 1 : Deployments.Max(deployment => deployment.Id) + 1;

    /// <summary>Observes these builds a minute after the last observation.</summary>
    public ContainerStory See(params BuildObservation[] builds) => SeeAt(_minute + 1, builds);

    /// <summary>Observes these builds at the minute given.</summary>
    public ContainerStory SeeAt(double minute, params BuildObservation[] builds)
    {
        _minute = minute;
        var observed = new ContainerObservation { Name = "app", IsPrimary = true, TargetImage = Target, Builds = builds };
        Written = ChangeRules.Apply(Deployments, observed, Facts(), NextId).Written;
        Take();
        return this;
    }

    public ContainerStory SeeRemoved()
    {
        _minute++;
        var open = Deployments.Where(deployment => deployment.IsOpen).ToList();
        Written = ChangeRules.Remove(open, open.LastOrDefault()?.Id, Facts(), NextId);
        Take();
        return this;
    }

    /// <summary>The story in words, oldest first: change and image, a dagger for what ended, what it is a rollback of.</summary>
    public override string ToString() => string.Join(", ", Deployments.OrderBy(deployment => deployment.Id).Select(deployment =>
        deployment.Change + (deployment.IsRemoval ? "" : " " + deployment.Image + (deployment.Digest.Length > 0 ? "@" + deployment.Digest : ""))
        + (deployment.EndedAt is null || deployment.IsRemoval ? "" : "†")
        + (deployment.RollbackOfId is { } original ? $" of {original}" : "")));

    private WorkloadFacts Facts() => new()
    {
        ProvenAt = Observed.At(_minute),
        Kind = kind,
        DesiredReplicas = Desired,
        ControllerSeen = Desired is not null,
        Rollout = Rollout,
        Unobserved = Unobserved,
    };

    private void Take()
    {
        foreach (var deployment in Written)
        {
            Deployments.RemoveAll(known => known.Id == deployment.Id);
            Deployments.Insert(0, deployment);
        }
    }
}
