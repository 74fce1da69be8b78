namespace Traceboard.Clusters.Wire;

/// <summary>The kept part of a controller's spec and status, gathered by a reader of either encoding.</summary>
internal sealed class ControllerDraft(Resource resource, StringPool pool, char encoding) : IDisposable
{
    private readonly List<TemplateContainer> _template = [];
    private string? _updateRevision;
    private string? _progressingReason;

    public TemplateHash TemplateHash { get; } = new(encoding);
    public int? Replicas { get; set; }
    public long ObservedGeneration { get; set; }
    public int StatusReplicas { get; set; }
    public int UpdatedReplicas { get; set; }
    public int ReadyReplicas { get; set; }
    public int AvailableReplicas { get; set; }
    public bool ProgressingFalse { get; set; }

    public void Clear()
    {
        _template.Clear();
        TemplateHash.Clear();
        _updateRevision = _progressingReason = null;
        Replicas = null;
        ObservedGeneration = 0;
        StatusReplicas = UpdatedReplicas = ReadyReplicas = AvailableReplicas = 0;
        ProgressingFalse = false;
    }

    public void SetUpdateRevision(ReadOnlySpan<byte> utf8) => _updateRevision = utf8.IsEmpty ? null : pool.Get(KeptText.Name(utf8));

    public void SetProgressing(string reason, bool isFalse)
    {
        _progressingReason = reason.Length == 0 ? null : reason;
        ProgressingFalse = isFalse;
    }

    public void AddContainer(string name, string image)
    {
        if (_template.Count < WireLimits.Containers)
        {
            _template.Add(new TemplateContainer(name, image));
        }
    }

    public ControllerObject Build(MetadataDraft metadata) => new()
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
        Replicas = resource.HasReplicas() ? Replicas ?? 1 : null,
        Generation = metadata.Generation,
        ObservedGeneration = ObservedGeneration,
        StatusReplicas = StatusReplicas,
        UpdatedReplicas = UpdatedReplicas,
        ReadyReplicas = ReadyReplicas,
        AvailableReplicas = AvailableReplicas,
        UpdateRevision = _updateRevision,
        Template = [.. _template],
        TemplateFingerprint = TemplateHash.Take(),
        ProgressingReason = _progressingReason,
        ProgressingFalse = ProgressingFalse,
    };

    public void Dispose() => TemplateHash.Dispose();
}
