using Microsoft.AspNetCore.Components;
using Traceboard.Clusters;

namespace Traceboard.Web.Parts;

/// <summary>How a cluster is doing.</summary>
public sealed partial class ClusterCard : ComponentBase
{
    /// <summary>The cluster.</summary>
    [Parameter, EditorRequired]
    public required ClusterState Cluster { get; set; }

    // A missing ClusterRole is one fault, not eight: each watch then says its own part below.
    private IEnumerable<string> Shown
    {
        get
        {
            var failing = Cluster.Watches.Where(watch => watch.Error is not null).ToArray();
            if (failing.Length <= 2)
                return Cluster.Problems;
            var general = Cluster.Problems.Where(problem => !failing.Any(watch => problem.StartsWith(watch.Error!, StringComparison.Ordinal)));
            return general.Append($"{failing.Length} of {Cluster.Watches.Count} kinds of objects cannot be read. Each of the watches below says why and what to do.");
        }
    }

    private string? ProblemOf(WatchState watch) =>
        watch.Error is { } error ? Cluster.Problems.FirstOrDefault(problem => problem.StartsWith(error, StringComparison.Ordinal)) ?? error : null;
}
