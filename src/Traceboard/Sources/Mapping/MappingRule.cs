namespace Traceboard.Sources.Mapping;

/// <summary>One rule, compiled.</summary>
/// <param name="Description">The rule as configured, or <c>built in: …</c>.</param>
/// <param name="Pattern">Which images it speaks of.</param>
/// <param name="Template">Their repository, or null for someone else's images.</param>
/// <param name="Path">Where in the repository, with captures, or null.</param>
/// <param name="NamesCutOff">How many names may be cut off the repository's end, one by one: a GitLab registry's images lie up to two names below their project.</param>
internal sealed record MappingRule(string Description, ImagePattern Pattern, RepositoryTemplate? Template, string? Path = null, int NamesCutOff = 0)
{
    /// <summary>What the rule says of an image, or null where it does not match.</summary>
    public MappingMatch? Apply(string imageName)
    {
        if (Pattern.Match(imageName) is not { } captures)
            return null;
        if (Template is null)
            return new MappingMatch { Rule = Description, External = true };

        var path = Path is null ? null : CaptureTemplate.Fill(Path, captures);
        if (Template.IsChoice)
            return new MappingMatch { Rule = Description, Choice = Template.Choice(captures), Path = path };
        return Template.Expand(captures) is { } repository
            ? new MappingMatch { Rule = Description, Repositories = [.. LongestFirst(repository)], Path = path }
            : new MappingMatch { Rule = Description };
    }

    private IEnumerable<Repository> LongestFirst(Repository longest)
    {
        yield return longest;
        var path = longest.Path;
        for (var cut = 0; cut < NamesCutOff && path.Count(c => c is '/') > 1; cut++)
        {
            path = path[..path.LastIndexOf('/')];
            yield return longest with { Path = path };
        }
    }
}

/// <summary>What the mapping says of an image.</summary>
internal sealed record MappingMatch
{
    /// <summary>The rule that matched.</summary>
    public required string Rule { get; init; }

    /// <summary>Whether the image is someone else's.</summary>
    public bool External { get; init; }

    /// <summary>The repositories to ask, in order. Empty for an external image, and where what was captured gives no safe path.</summary>
    public IReadOnlyList<Repository> Repositories { get; init; } = [];

    /// <summary>Where the rule allows several repositories: which. Then <see cref="Repositories"/> is empty.</summary>
    public RepositoryChoice? Choice { get; init; }

    /// <summary>Where in the repository, or null.</summary>
    public string? Path { get; init; }

    /// <summary>Whether the rule allows this repository for the image.</summary>
    public bool Allows(Repository repository) => Choice is { } choice ? choice.Allows(repository) : Repositories.Any(allowed => IsSame(allowed, repository));

    private static bool IsSame(Repository one, Repository other) =>
        string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase) && string.Equals(one.Path, other.Path, StringComparison.OrdinalIgnoreCase);
}
