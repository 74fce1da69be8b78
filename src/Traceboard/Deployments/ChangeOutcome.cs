namespace Traceboard.Deployments;

/// <summary>What an observation of one container comes to.</summary>
/// <param name="Written">Deployments that are new or became different, in the order of their ids; empty when nothing is new.</param>
/// <param name="DeploymentOfBuild">For each observed build, in its order, the deployment it belongs to.</param>
internal sealed record ChangeOutcome(IReadOnlyList<Deployment> Written, IReadOnlyList<Deployment> DeploymentOfBuild);
