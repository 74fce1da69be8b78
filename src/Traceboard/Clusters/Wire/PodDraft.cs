using System.Runtime.InteropServices;

namespace Traceboard.Clusters.Wire;

/// <summary>The kept part of a pod's spec and status, gathered by a reader of either encoding.</summary>
internal sealed class PodDraft(StringPool pool)
{
    private readonly List<(string Name, string Image)> _containers = [];
    private readonly List<Status> _statuses = [];
    private string _phase = "";
    private string? _node;
    private string? _reason;

    public bool Ready { get; set; }

    public void Clear()
    {
        _containers.Clear();
        _statuses.Clear();
        _phase = "";
        _node = _reason = null;
        Ready = false;
    }

    public void SetPhase(ReadOnlySpan<byte> utf8) => _phase = pool.Get(KeptText.Name(utf8));

    public void SetNode(ReadOnlySpan<byte> utf8) => _node = NullIfEmpty(utf8);

    public void SetReason(ReadOnlySpan<byte> utf8) => _reason = NullIfEmpty(utf8);

    public void AddContainer(string name, string image)
    {
        if (_containers.Count < WireLimits.Containers)
        {
            _containers.Add((name, image));
        }
    }

    public void AddStatus(Status status)
    {
        if (_statuses.Count < WireLimits.Containers)
        {
            _statuses.Add(status);
        }
    }

    public PodObject Build(MetadataDraft metadata)
    {
        var containers = new PodContainer[_containers.Count];
        for (var i = 0; i < containers.Length; i++)
        {
            var (name, image) = _containers[i];
            var status = StatusOf(name, i);
            containers[i] = new PodContainer
            {
                Name = name,
                Image = image,
                ImageId = status.ImageId ?? "",
                Ready = status.Ready,
                Restarts = status.Restarts,
                Waiting = status.Waiting,
            };
        }
        return new PodObject
        {
            Uid = metadata.Uid,
            Namespace = metadata.Namespace,
            Name = metadata.Name,
            ResourceVersion = metadata.NumericVersion,
            CreatedAt = metadata.CreatedAt,
            DeletedAt = metadata.DeletedAt,
            Controller = metadata.Controller,
            Labels = metadata.Labels,
            Annotations = metadata.Annotations,
            Phase = _phase.Length == 0 ? "Unknown" : _phase,
            Node = _node,
            Ready = Ready,
            Reason = _reason,
            Containers = containers,
        };
    }

    private string? NullIfEmpty(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : pool.Get(KeptText.Name(utf8));

    private Status StatusOf(string name, int index)
    {
        var statuses = CollectionsMarshal.AsSpan(_statuses);
        if (index < statuses.Length && string.Equals(statuses[index].Name, name, StringComparison.Ordinal))
        {
            return statuses[index];
        }
        foreach (ref readonly var status in statuses)
        {
            if (string.Equals(status.Name, name, StringComparison.Ordinal))
            {
                return status;
            }
        }
        return default;
    }

    /// <summary>What a container's status says.</summary>
    public record struct Status(string? Name, string? ImageId, bool Ready, int Restarts, string? Waiting);
}
