using Traceboard.Sources.Mapping;

namespace Traceboard.Sources.Tracing;

/// <summary>
/// Decides what a claim is good for. Which repository is read is the mapping's decision alone: a source only chooses
/// among the repositories that the rule allows for the image, and one outside them takes the whole claim with it.
/// </summary>
internal sealed class ClaimReading(IReadOnlyList<GitHostOptions> hosts)
{
    /// <summary>An image and its workloads may claim what they like; each claim costs calls.</summary>
    public const int MostClaims = 8;

    /// <summary>The repositories to ask for the image: those of the rule, or those that claims choose among what it allows.</summary>
    public IReadOnlyList<Repository> Repositories(MappingMatch? match, IReadOnlyList<SourceClaim> claims) => match switch
    {
        null => [],
        { Choice: null } => match.Repositories,
        _ => [.. claims.Where(claim => claim.Refused is null).Select(claim => SourceAddress.Read(claim.Source, hosts)).OfType<Repository>().Where(match.Allows).Distinct().Take(MostClaims)],
    };

    /// <summary>Each claim with what is to be asked for it.</summary>
    public IReadOnlyList<ClaimLead> Read(MappingMatch? match, IReadOnlyList<Repository> repositories, IReadOnlyList<SourceClaim> claims) =>
        [.. claims.Take(MostClaims).Select(claim => Read(match, repositories, claim))];

    private ClaimLead Read(MappingMatch? match, IReadOnlyList<Repository> repositories, SourceClaim claim)
    {
        var sha = RevisionText.ShaIn(claim.Revision);
        if (claim.Refused is { } refused)
            return new ClaimLead(claim, sha, [], $"not believed: {refused}", Refused: true);
        if (match is null)
            return new ClaimLead(claim, sha, [], "not asked: no mapping rule gives its repository");

        var allowed = repositories;
        if (!string.IsNullOrWhiteSpace(claim.Source))
        {
            if (SourceAddress.Read(claim.Source, hosts) is not { } named)
                return new ClaimLead(claim, sha, [], $"not believed: its source {Reasons.Quoted(claim.Source)} is on no configured Git host", Refused: true);
            if (!match.Allows(named))
                return new ClaimLead(claim, sha, [], $"not believed: its source {named} is not what the mapping rule '{match.Rule}' allows", Refused: true);
            // As the rule writes it, so that one repository has one name.
            allowed = [repositories.FirstOrDefault(repository => string.Equals(repository.Path, named.Path, StringComparison.OrdinalIgnoreCase)) ?? named];
        }

        if (sha is null)
            return new ClaimLead(claim, Sha: null, [], claim.Revision is null ? "names no revision" : "its revision holds no commit SHA");
        return allowed.Count == 0
            ? new ClaimLead(claim, sha, [], "not asked: nothing names its repository")
            : new ClaimLead(claim, sha, [.. allowed.Select(repository => new TraceQuestion(repository, sha, claim.Keys) { Stage = QuestionStage.Claim })]);
    }
}
