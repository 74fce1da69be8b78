namespace Traceboard.Sources.Registries;

/// <summary>The annotations and labels that speak of an image's source. All others are left where they are.</summary>
internal static class ClaimKeys
{
    public const string Revision = "org.opencontainers.image.revision";
    public const string Source = "org.opencontainers.image.source";
    public const string Version = "org.opencontainers.image.version";
    public const string Created = "org.opencontainers.image.created";
    public const string BaseName = "org.opencontainers.image.base.name";
    public const string BaseDigest = "org.opencontainers.image.base.digest";
    public const string SchemaRef = "org.label-schema.vcs-ref";
    public const string SchemaUrl = "org.label-schema.vcs-url";
    public const string SchemaDate = "org.label-schema.build-date";
    public const string VcsRef = "vcs-ref";
    public const string VcsUrl = "vcs-url";
    public const string BuildDate = "build-date";
    public const string OpenShiftCommit = "io.openshift.build.commit.id";
    public const string OpenShiftSource = "io.openshift.build.source-location";
    public const string OpenShiftDate = "io.openshift.build.commit.date";
    public const string Buildpacks = "io.buildpacks.project.metadata";

    public const int LongestValue = 4096;
    public const int LongestBuildpacks = 64 * 1024;

    public static IReadOnlyList<string> All { get; } =
    [
        Revision, Source, Version, Created, BaseName, BaseDigest, SchemaRef, SchemaUrl, SchemaDate, VcsRef, VcsUrl, BuildDate,
        OpenShiftCommit, OpenShiftSource, OpenShiftDate, Buildpacks,
    ];
}
