using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

internal enum StoreEventType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>A change, in the order of <see cref="Version"/>.</summary>
internal sealed record StoreEvent(long Version, StoreEventType Type, StoredObject Object);

/// <summary>All objects of a collection at one version.</summary>
internal sealed record StoreSnapshot(long Version, ImmutableSortedDictionary<string, StoredObject> Objects);

/// <summary>
/// The objects of a cluster under one global resource version, with the events since a kept version. Readers get
/// immutable snapshots; whoever follows waits for <see cref="Changed"/> and reads on from its own version, so a slow
/// reader never holds anything up: it is told that its version is gone.
/// </summary>
internal sealed class ObjectStore(TimeProvider time, string uidSpace, int keptEvents)
{
    private const long FirstVersion = 1_000_000;
    private readonly Lock _gate = new();
    private readonly List<StoreEvent> _events = [];
    private readonly Dictionary<(long Version, KubernetesResource Resource), StoreSnapshot> _pagedOver = [];
    private readonly Dictionary<KubernetesResource, ImmutableSortedDictionary<string, StoredObject>> _objects =
        KubernetesResource.All.ToDictionary(resource => resource, _ => ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal));

    private long _version = FirstVersion;
    private long _compacted = FirstVersion;
    private long _created;

    public long Version
    {
        get
        {
            lock (_gate)
                return _version;
        }
    }

    /// <summary>Beats at every change.</summary>
    public Pulse Changed { get; } = new();

    public StoreSnapshot Snapshot(KubernetesResource resource)
    {
        lock (_gate)
            return new StoreSnapshot(_version, _objects[resource]);
    }

    /// <summary>Keeps a snapshot so that the next pages can be read from it, until it is compacted.</summary>
    public void KeepForPaging(StoreSnapshot snapshot, KubernetesResource resource)
    {
        lock (_gate)
            _pagedOver[(snapshot.Version, resource)] = snapshot;
    }

    /// <summary>The snapshot that a page was read from, or null when it is compacted.</summary>
    public StoreSnapshot? KeptForPaging(long version, KubernetesResource resource)
    {
        lock (_gate)
            return _pagedOver.GetValueOrDefault((version, resource));
    }

    /// <summary>The events after a version, or null when some of them are no longer kept.</summary>
    public IReadOnlyList<StoreEvent>? EventsAfter(long version)
    {
        lock (_gate)
        {
            if (version < _compacted)
                return null;
            var low = 0;
            for (var high = _events.Count; low < high;)
            {
                var middle = (low + high) / 2;
                if (_events[middle].Version <= version)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low == _events.Count ? [] : _events.GetRange(low, _events.Count - low);
        }
    }

    public StoredObject? Find(KubernetesResource resource, string @namespace, string name)
    {
        lock (_gate)
            return _objects[resource].GetValueOrDefault(StoredObject.KeyOf(@namespace, name));
    }

    /// <summary>
    /// Creates or replaces an object. Fills in <c>uid</c>, <c>creationTimestamp</c> and <c>generation</c> where they are
    /// absent; a replacement that changes nothing makes no event. The store keeps a copy.
    /// </summary>
    public StoredObject Apply(JsonObject wanted)
    {
        var node = wanted.DeepClone().AsObject();
        var resource = KubernetesResource.OfKind(Text(node, "apiVersion"), Text(node, "kind"));
        var metadata = node["metadata"]?.AsObject() ?? throw new ArgumentException("The object has no metadata.", nameof(wanted));
        var name = Text(metadata, "name");
        var @namespace = resource.Namespaced ? Text(metadata, "namespace") : "";
        lock (_gate)
        {
            var key = StoredObject.KeyOf(@namespace, name);
            var before = _objects[resource].GetValueOrDefault(key);
            if (before is not null && IsSame(node, before))
                return before;
            Complete(node, metadata, before, resource, key);
            _version++;
            metadata["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture);
            var stored = new NodeObject(resource, @namespace, name, _version, node);
            _objects[resource] = _objects[resource].SetItem(key, stored);
            Tell(new StoreEvent(_version, before is null ? StoreEventType.Added : StoreEventType.Modified, stored));
            return stored;
        }
    }

    public bool Delete(KubernetesResource resource, string @namespace, string name)
    {
        lock (_gate)
        {
            var key = StoredObject.KeyOf(@namespace, name);
            if (!_objects[resource].TryGetValue(key, out var before))
                return false;
            _version++;
            var node = before.ToNode();
            node["metadata"]!["resourceVersion"] = _version.ToString(CultureInfo.InvariantCulture);
            _objects[resource] = _objects[resource].Remove(key);
            Tell(new StoreEvent(_version, StoreEventType.Deleted, new NodeObject(resource, @namespace, name, _version, node)));
            return true;
        }
    }

    /// <summary>Adds many at once without events, as a cluster that was there before anybody watched. Watches from before are told that they are too old.</summary>
    public void Load(KubernetesResource resource, int count, Func<int, long, StoredObject> make)
    {
        lock (_gate)
        {
            var builder = _objects[resource].ToBuilder();
            for (var index = 0; index < count; index++)
            {
                var stored = make(index, ++_version);
                builder[stored.Key] = stored;
            }

            _objects[resource] = builder.ToImmutable();
            CompactLocked();
        }
    }

    /// <summary>Forgets all events and paged snapshots until now: older versions and tokens are answered with 410.</summary>
    public void Compact()
    {
        lock (_gate)
            CompactLocked();
    }

    private void CompactLocked()
    {
        _events.Clear();
        _pagedOver.Clear();
        _compacted = _version;
    }

    private void Tell(StoreEvent change)
    {
        _events.Add(change);
        if (_events.Count > keptEvents)
        {
            var cut = _events.Count / 2;
            _compacted = _events[cut - 1].Version;
            _events.RemoveRange(0, cut);
            foreach (var old in _pagedOver.Where(page => page.Value.Version < _compacted).Select(page => page.Key).ToList())
                _pagedOver.Remove(old);
        }

        Changed.Beat();
    }

    private void Complete(JsonObject node, JsonObject metadata, StoredObject? before, KubernetesResource resource, string key)
    {
        var old = before?.ToNode();
        metadata["uid"] ??= old?["metadata"]!["uid"]!.DeepClone() ?? Seeded.Uid($"{uidSpace}/{resource}/{key}/{_created++}");
        metadata["creationTimestamp"] ??= old?["metadata"]!["creationTimestamp"]!.DeepClone() ?? KubernetesTime.Format(time.GetUtcNow());
        if (!node.ContainsKey("spec") || resource == KubernetesResource.Pods || resource == KubernetesResource.Namespaces)
            return;
        var generation = (int?)old?["metadata"]!["generation"] ?? 0;
        if (old is null)
            metadata["generation"] ??= 1;
        else
            metadata["generation"] = JsonNode.DeepEquals(old["spec"], node["spec"]) ? generation : generation + 1;
    }

    private static bool IsSame(JsonObject node, StoredObject before)
    {
        var old = before.ToNode();
        var oldMetadata = old["metadata"]!.AsObject();
        oldMetadata.Remove("resourceVersion");
        var copy = node.DeepClone().AsObject();
        var metadata = copy["metadata"]!.AsObject();
        metadata.Remove("resourceVersion");
        metadata["uid"] ??= oldMetadata["uid"]?.DeepClone();
        metadata["creationTimestamp"] ??= oldMetadata["creationTimestamp"]?.DeepClone();
        if (oldMetadata["generation"] is { } generation)
            metadata["generation"] = generation.DeepClone();
        return JsonNode.DeepEquals(copy, old);
    }

    private static string Text(JsonObject node, string name) =>
        (string?)node[name] ?? throw new ArgumentException($"The object has no {name}.", nameof(node));
}
