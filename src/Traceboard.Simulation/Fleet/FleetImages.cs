using System.Collections.Concurrent;
using Traceboard.Simulation.GitHosts;
using Traceboard.Simulation.Registry;

namespace Traceboard.Simulation.Fleet;

/// <summary>The images in Acme's registry. They are pushed when first pulled: nobody can tell the difference.</summary>
internal sealed class FleetImages(RegistryStore store, RepositoryWorld world)
{
    private const string BaseRepository = "platform/base/node";
    private const string BaseTag = "22";
    private readonly ConcurrentDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>The digest that an image has when it is pulled.</summary>
    public string DigestOf(string image) => _digests.GetOrAdd(image, Push);

    private string Push(string image)
    {
        var colon = image.LastIndexOf(':');
        var (name, tag) = colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
        if (Catalogue.Services.FirstOrDefault(service => service.Repository is not null && service.Image == name) is not { } service)
            return Seeded.Digest(image);

        var repository = name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var built = world.Of(service).Mainline[^3];
        var plain = new SimulatedImage { Labels = Texts(("org.opencontainers.image.title", service.Name), ("com.acme.tag", tag)) };
        var labelled = plain with { Labels = Labels(service, built), CreatedAt = built.CommittedAt.AddMinutes(6) };
        return service.Ghost switch
        {
            Ghost.Annotated => store.Push(repository, tag, plain with { Annotations = Labels(service, built) }),
            Ghost.LabelledBranch => store.PushIndex(repository, tag, [labelled, labelled with { Architecture = "arm64" }]),
            Ghost.InheritedLabels => store.Push(repository, tag, OnBase(built)),
            _ => store.Push(repository, tag, plain),
        };
    }

    /// <summary>Built without labels of its own, on a base image that has some.</summary>
    private SimulatedImage OnBase(GitCommit built)
    {
        var left = Texts(
            ("org.opencontainers.image.revision", Seeded.Sha("base/node")),
            ("org.opencontainers.image.source", "https://gitlab.example.com/platform/base"),
            ("org.opencontainers.image.version", BaseTag));
        var digest = store.Push(BaseRepository, BaseTag, new SimulatedImage { Labels = left, CreatedAt = built.CommittedAt.AddDays(-40) });
        return new SimulatedImage
        {
            Labels = left,
            Annotations = Texts(
                ("org.opencontainers.image.base.name", $"registry.example.com/{BaseRepository}:{BaseTag}"),
                ("org.opencontainers.image.base.digest", digest)),
            CreatedAt = built.CommittedAt.AddMinutes(6),
        };
    }

    private static Dictionary<string, string> Labels(ServicePlan service, GitCommit built) => Texts(
        ("org.opencontainers.image.revision", built.Sha),
        ("org.opencontainers.image.title", service.Name),
        ("org.opencontainers.image.created", built.CommittedAt.AddMinutes(5).UtcDateTime.ToString("O")));

    private static Dictionary<string, string> Texts(params (string Key, string Value)[] texts) =>
        texts.ToDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal);
}
