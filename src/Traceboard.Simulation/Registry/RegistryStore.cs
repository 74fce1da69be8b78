using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Registry;

/// <summary>Some content with its media type.</summary>
internal sealed record StoredContent(byte[] Bytes, string MediaType);

/// <summary>What a registry holds: content by repository and digest, and the tags that point to some of it.</summary>
internal sealed class RegistryStore
{
    private const string Oci = "application/vnd.oci.image.";
    private const string Docker = "application/vnd.docker.";
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Repository, string Digest), StoredContent> _contents = [];
    private readonly Dictionary<(string Repository, string Tag), string> _tags = [];

    public static string DigestOf(byte[] bytes) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Pushes an image; returns the digest of its manifest.</summary>
    public string Push(string repository, string? tag, SimulatedImage image)
    {
        var config = Put(repository, Bytes(image.Config()), image.DockerTypes ? Docker + "container.image.v1+json" : Oci + "config.v1+json");
        var manifest = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = ManifestType(image), ["config"] = Descriptor(config, repository), ["layers"] = new JsonArray() };
        if (image.Annotations.Count > 0)
            manifest["annotations"] = SimulatedImage.Texts(image.Annotations);
        return PutTagged(repository, tag, Bytes(manifest), ManifestType(image));
    }

    /// <summary>Pushes an image for several platforms; returns the digest of its index.</summary>
    public string PushIndex(string repository, string? tag, IReadOnlyList<SimulatedImage> images, IReadOnlyDictionary<string, string>? annotations = null)
    {
        var children = new JsonArray();
        foreach (var image in images)
        {
            var child = Descriptor(Push(repository, null, image), repository);
            child["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = image.Architecture };
            children.Add(child);
        }

        var index = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = Oci + "index.v1+json", ["manifests"] = children };
        if (annotations is not null)
            index["annotations"] = SimulatedImage.Texts(annotations);
        return PutTagged(repository, tag, Bytes(index), Oci + "index.v1+json");
    }

    /// <summary>Keeps any bytes as the manifest of a tag; returns their digest.</summary>
    public string PutTagged(string repository, string? tag, byte[] bytes, string mediaType)
    {
        var digest = Put(repository, bytes, mediaType);
        lock (_gate)
        {
            if (tag is not null)
                _tags[(repository, tag)] = digest;
        }

        return digest;
    }

    /// <summary>Keeps any bytes; returns their digest.</summary>
    public string Put(string repository, byte[] bytes, string mediaType)
    {
        var digest = DigestOf(bytes);
        lock (_gate)
            _contents[(repository, digest)] = new StoredContent(bytes, mediaType);
        return digest;
    }

    /// <summary>The digest of a tag or a digest that is there, or null.</summary>
    public string? Find(string repository, string reference)
    {
        lock (_gate)
            return _contents.ContainsKey((repository, reference)) ? reference : _tags.GetValueOrDefault((repository, reference));
    }

    public StoredContent? Content(string repository, string digest)
    {
        lock (_gate)
            return _contents.GetValueOrDefault((repository, digest));
    }

    public static byte[] Bytes(JsonNode json) => JsonSerializer.SerializeToUtf8Bytes(json);

    private JsonObject Descriptor(string digest, string repository)
    {
        var content = Content(repository, digest)!;
        return new JsonObject { ["mediaType"] = content.MediaType, ["digest"] = digest, ["size"] = content.Bytes.Length };
    }

    private static string ManifestType(SimulatedImage image) => image.DockerTypes ? Docker + "distribution.manifest.v2+json" : Oci + "manifest.v1+json";
}
