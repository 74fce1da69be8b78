using System.Globalization;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>Kubernetes tells times in whole seconds, UTC.</summary>
internal static class KubernetesTime
{
    public static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
