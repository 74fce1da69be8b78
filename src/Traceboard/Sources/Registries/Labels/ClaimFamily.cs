namespace Traceboard.Sources.Registries.Labels;

/// <summary>
/// Keys that are written together, by one tool in one build. A revision goes with the source of its own family alone: a
/// base image's leftovers of another convention say nothing about it.
/// </summary>
/// <param name="Revision">Key of the commit.</param>
/// <param name="Source">Key of the repository.</param>
/// <param name="Written">Key of the time the labels were written, or null where the family has none.</param>
/// <param name="Version">Key of the version, or null.</param>
internal sealed record ClaimFamily(string Revision, string Source, string? Written, string? Version)
{
    /// <summary>All families, the best known first.</summary>
    public static IReadOnlyList<ClaimFamily> All { get; } =
    [
        new(ClaimKeys.Revision, ClaimKeys.Source, ClaimKeys.Created, ClaimKeys.Version),
        new(ClaimKeys.SchemaRef, ClaimKeys.SchemaUrl, ClaimKeys.SchemaDate, null),
        new(ClaimKeys.OpenShiftCommit, ClaimKeys.OpenShiftSource, null, null),
        new(ClaimKeys.VcsRef, ClaimKeys.VcsUrl, ClaimKeys.BuildDate, null),
        new(ClaimKeys.Buildpacks, ClaimKeys.Buildpacks, null, null),
    ];

    /// <summary>What these claims say in this family, or null where they say nothing.</summary>
    public FamilyReading? Read(IReadOnlyList<ImageClaim> claims, bool isLabel)
    {
        var (revision, source) = Revision is ClaimKeys.Buildpacks ? BuildpacksMetadata.Read(Value(Revision)) : (Value(Revision), Value(Source));
        var version = Version is null ? null : Value(Version);
        return (revision ?? source ?? version) is null ? null : new FamilyReading(revision, UserInformation.Without(source), version, Written is null ? null : Value(Written));

        string? Value(string name) => claims.FirstOrDefault(claim => claim.Key == name && claim.IsLabel == isLabel)?.Value;
    }

    /// <summary>The keys that hold what was read.</summary>
    public string KeysOf(FamilyReading reading) => string.Join(", ", new[]
    {
        reading.Revision is null ? null : Revision,
        reading.Source is null ? null : Source,
        reading.Version is null ? null : Version,
    }.OfType<string>().Distinct(StringComparer.Ordinal));
}

/// <summary>What one image says in one family.</summary>
internal sealed record FamilyReading(string? Revision, string? Source, string? Version, string? Written)
{
    /// <summary>Whether it is what the base image said, and not written anew for this one.</summary>
    public bool IsLeftOf(FamilyReading baseReading) =>
        Revision == baseReading.Revision && (Revision is not null || (Source, Version) == (baseReading.Source, baseReading.Version))
        && (baseReading.Written is null || baseReading.Written == Written);

    /// <summary>Whether the other speaks of the same source in other words at most.</summary>
    public bool HasSourceOf(FamilyReading other) => Source is not null && other.Source is not null && string.Equals(Plain(Source), Plain(other.Source), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string source)
    {
        source = source.Trim().TrimEnd('/');
        return source.EndsWith(".git", StringComparison.OrdinalIgnoreCase) ? source[..^4] : source;
    }
}
