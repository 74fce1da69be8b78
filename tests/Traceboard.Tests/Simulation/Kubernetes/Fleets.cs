using System.Collections.Frozen;
using Traceboard.Clusters.Wire;

namespace Traceboard.Tests.Simulation.Kubernetes;

/// <summary>What the tests keep of labels and annotations.</summary>
internal static class Fleets
{
    public static readonly KeptKeys Kept = new(
        new[] { "app.kubernetes.io/name", "team", "pod-template-hash", "controller-revision-hash" }.ToFrozenSet(StringComparer.Ordinal),
        new[] { "deployment.kubernetes.io/revision" }.ToFrozenSet(StringComparer.Ordinal));
}
