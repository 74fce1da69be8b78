using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>One rollout of a workload: what its containers began to run together is one deployment to a reader.</summary>
/// <param name="Main">The container that tells most.</param>
/// <param name="Beside">The others.</param>
public sealed record DeploymentGroup(DeploymentAnswer Main, IReadOnlyList<DeploymentAnswer> Beside)
{
    /// <summary>Groups in the order of their items.</summary>
    public static IReadOnlyList<DeploymentGroup> Of(IEnumerable<DeploymentAnswer> items) =>
    [
        .. items
            .GroupBy(item => (item.Workload, item.Environment, item.StartedAt, Removed: item.Change == "Removed"))
            .SelectMany(together => Split([.. together])),
    ];

    /// <summary>A container that began twice at one moment is no companion of itself.</summary>
    private static IEnumerable<DeploymentGroup> Split(IReadOnlyList<DeploymentAnswer> together)
    {
        if (together.DistinctBy(item => item.Container, StringComparer.Ordinal).Count() < together.Count)
            return together.Select(item => new DeploymentGroup(item, []));
        var main = together.OrderBy(Rank).ThenBy(item => item.Container != item.Workload.Name).ThenBy(item => item.Container, StringComparer.Ordinal).First();
        return [new DeploymentGroup(main, [.. together.Where(item => item != main)])];
    }

    private static int Rank(DeploymentAnswer item) => item switch
    {
        { Current.Trace.Status: "External" } => 2,
        { Change: "ConfigChange" or "Redeploy" } => 1,
        _ => 0,
    };
}
