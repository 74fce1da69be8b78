using System.Collections.Frozen;
using System.Globalization;

namespace Traceboard.Clusters.Wire;

/// <summary>The kept part of <c>ObjectMeta</c>, gathered by a reader of either encoding.</summary>
internal sealed class MetadataDraft(Resource resource, StringPool pool, KeptKeys keys)
{
    private readonly KeptKeyTable _labelKeys = new(keys.Labels);
    private readonly KeptKeyTable _annotationKeys = new(keys.Annotations);
    private readonly List<KeyValuePair<string, string>> _labels = [];
    private readonly List<KeyValuePair<string, string>> _annotations = [];

    private static ReadOnlySpan<byte> InitialEventsEnd => "k8s.io/initial-events-end"u8;

    public Guid Uid { get; private set; }
    public string Namespace { get; private set; } = "";
    public string Name { get; private set; } = "";

    /// <summary>The resource version as it was told; empty if it was not.</summary>
    public string ResourceVersion { get; private set; } = "";

    public long NumericVersion => long.TryParse(ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The annotation <c>k8s.io/initial-events-end</c> is there.</summary>
    public bool EndsInitialEvents { get; private set; }
    public long Generation { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
    public OwnerReference? Controller { get; private set; }

    public IReadOnlyDictionary<string, string> Labels => Pairs(_labels);

    public IReadOnlyDictionary<string, string> Annotations => Pairs(_annotations);

    public void Clear()
    {
        _labels.Clear();
        _annotations.Clear();
        Uid = Guid.Empty;
        Namespace = Name = ResourceVersion = "";
        EndsInitialEvents = false;
        Generation = 0;
        CreatedAt = default;
        DeletedAt = null;
        Controller = null;
    }

    public void SetUid(ReadOnlySpan<byte> utf8) => Uid = KeptText.Uid(utf8);

    public void SetNamespace(ReadOnlySpan<byte> utf8) => Namespace = pool.Get(KeptText.Name(utf8));

    // Names of controllers are repeated by all they own; those of pods would only push others out of the pool.
    public void SetName(ReadOnlySpan<byte> utf8) =>
        Name = resource is Resource.Pods ? StringPool.Decode(KeptText.Name(utf8)) : pool.Get(KeptText.Name(utf8));

    public void SetResourceVersion(ReadOnlySpan<byte> utf8) => ResourceVersion = StringPool.Decode(KeptText.Name(utf8));

    public void SetController(string kind, string name, Guid uid) => Controller = pool.Share(new OwnerReference(kind, name, uid));

    /// <summary>False for a label that nobody reads: its value need not be looked at.</summary>
    public bool WantsLabel(ReadOnlySpan<byte> key) => _labelKeys.Find(key) is not null;

    /// <summary>False for an annotation that nobody reads: its value need not be looked at.</summary>
    public bool WantsAnnotation(ReadOnlySpan<byte> key) => _annotationKeys.Find(key) is not null || key.SequenceEqual(InitialEventsEnd);

    public void AddLabel(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => Add(_labels, _labelKeys.Find(key), value);

    public void AddAnnotation(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        Add(_annotations, _annotationKeys.Find(key), value);
        EndsInitialEvents |= key.SequenceEqual(InitialEventsEnd) && value.SequenceEqual("true"u8);
    }

    private void Add(List<KeyValuePair<string, string>> pairs, string? key, ReadOnlySpan<byte> value)
    {
        if (key is not null && value.Length <= WireLimits.Text)
        {
            pairs.RemoveAll(pair => string.Equals(pair.Key, key, StringComparison.Ordinal));
            pairs.Add(new(key, pool.Get(value)));
        }
    }

    private IReadOnlyDictionary<string, string> Pairs(List<KeyValuePair<string, string>> pairs) =>
        pairs.Count == 0 ? FrozenDictionary<string, string>.Empty : pool.Share(new KeptPairs([.. pairs]));
}
