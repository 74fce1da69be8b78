using System.Collections.Concurrent;

namespace Traceboard.History.Recording;

/// <summary>What the Recorder has to tell people: workloads whose observations it could not work in.</summary>
internal sealed class RecorderState
{
    private readonly ConcurrentDictionary<string, string> _skipped = new(StringComparer.Ordinal);

    /// <summary>What is wrong in a line, or null.</summary>
    public string? Problem => _skipped.IsEmpty ? null : string.Join(" ", _skipped.Values);

    /// <summary>Whether observations of the cluster were left out since its last complete batch that went well.</summary>
    public bool HasSkipped(string clusterUid) => _skipped.ContainsKey(clusterUid);

    public void Skip(string clusterUid, string clusterName, string workload, Exception exception) =>
        _skipped[clusterUid] = $"An observation of {workload} in cluster {clusterName} could not be recorded ({exception.GetType().Name}); "
            + "its history is incomplete until the cluster is listed again. Please report this with the log.";

    public void Clear(string clusterUid) => _skipped.TryRemove(clusterUid, out _);
}
