namespace Traceboard.Sources;

/// <summary>What a mapping rule is good for, given the images that there are.</summary>
/// <param name="Rule">The rule as configured, or <c>built in: …</c>.</param>
/// <param name="Position">Its place among all rules, from 1.</param>
/// <param name="BuiltIn">Whether it is built in.</param>
/// <param name="Images">Image names that it decides.</param>
/// <param name="Examples">Some of them, at most 5.</param>
/// <param name="Shadowed">Image names that it would match as well, but that an earlier rule decides.</param>
/// <param name="ShadowedBy">The rule that decides most of those, or null.</param>
public sealed record MappingRuleUse(string Rule, int Position, bool BuiltIn, int Images, IReadOnlyList<string> Examples, int Shadowed, string? ShadowedBy)
{
    /// <summary>What is to be known about it, in a sentence.</summary>
    public string Summary => (Images, Shadowed) switch
    {
        (0, 0) => "matches no image that runs",
        (0, _) => $"decides nothing: the rule '{ShadowedBy}' before it takes all {Shadowed} of its images",
        (_, 0) => $"{Count(Images)}, such as {string.Join(", ", Examples)}",
        _ => $"{Count(Images)}, such as {string.Join(", ", Examples)}; {Shadowed} more are taken by earlier rules, most by '{ShadowedBy}'",
    };

    private static string Count(int images) => images == 1 ? "1 image" : $"{images} images";
}
