namespace Traceboard.Clusters.Wire;

/// <summary>
/// Gathers the kept fields of one object while a reader of either encoding walks over it, and builds the object at
/// the end. The checks and limits are here, so that both encodings give equal objects. Used again for each object.
/// </summary>
internal sealed class ObjectDraft(Resource resource, StringPool pool, KeptKeys keys, char encoding) : IDisposable
{
    public Resource Resource => resource;
    public StringPool Pool => pool;
    public MetadataDraft Metadata { get; } = new(resource, pool, keys);
    public PodDraft Pod { get; } = new(pool);
    public ControllerDraft Controller { get; } = new(resource, pool, encoding);

    public void Clear()
    {
        Metadata.Clear();
        Pod.Clear();
        Controller.Clear();
    }

    /// <summary>The object of what was gathered.</summary>
    /// <exception cref="WireFormatException">The object has no name or no UID.</exception>
    public KubernetesObject Build()
    {
        if (Metadata.Name.Length == 0 || Metadata.Uid == Guid.Empty)
        {
            throw new WireFormatException($"A {resource.Kind()} came without {(Metadata.Name.Length == 0 ? "a name" : "a UID")}.");
        }
        return resource switch
        {
            Resource.Pods => Pod.Build(Metadata),
            Resource.Namespaces => BuildNamespace(),
            _ => Controller.Build(Metadata),
        };
    }

    public void Dispose() => Controller.Dispose();

    private NamespaceObject BuildNamespace() => new()
    {
        Uid = Metadata.Uid,
        Namespace = Metadata.Namespace,
        Name = Metadata.Name,
        ResourceVersion = Metadata.NumericVersion,
        CreatedAt = Metadata.CreatedAt,
        DeletedAt = Metadata.DeletedAt,
        Controller = Metadata.Controller,
        Labels = Metadata.Labels,
        Annotations = Metadata.Annotations,
    };
}
