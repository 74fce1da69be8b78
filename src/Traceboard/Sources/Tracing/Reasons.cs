using Traceboard.Images;

namespace Traceboard.Sources.Tracing;

/// <summary>The sentences that tell a person why an image has no commit, and what to do next.</summary>
internal sealed class Reasons(IReadOnlyList<GitHostOptions> hosts)
{
    private const int LongestQuote = 200;
    private const int LongestDetail = 800;
    private const int MostNamed = 4;
    private const string TagWithSha = "Tag images with the commit SHA.";

    public static string Unreadable(string image)
    {
        var quoted = Quote(image);
        return ScientificNotation.Explain(image[(image.LastIndexOf(':') + 1)..]) is { } mangled
            ? $"The image '{quoted}' is no valid image reference: it was {mangled}."
            : $"The image '{quoted}' is no valid image reference. Correct it in the workload: registry/path:tag, the path in lower case.";
    }

    public static string External(string rule) => $"Someone else's image by the mapping rule '{rule}'.";

    public static string Moving(ImageReference reference) => reference.Tag is null
        ? $"No tag is written, so latest is meant, and latest moves: nobody can tell which commit runs. {TagWithSha}"
        : $"The tag {reference.Tag} moves: nobody can tell which commit runs. {TagWithSha}";

    /// <summary>Names each digest with the pods that run it.</summary>
    public static string SeveralDigests(ImageReference reference, IReadOnlyList<SeenDigest> digests)
    {
        var running = digests.Where(digest => digest.Digest.Length > 0).OrderByDescending(digest => digest.Pods).Take(MostNamed)
            .Select(digest => $"{ShortDigest(digest.Digest)} {Pods(digest)}");
        var list = string.Join(", ", running);
        return $"The tag {reference.Tag ?? "latest"} was seen with {digests.Count} digests{(list.Length == 0 ? "" : $" ({list})")}, so it moves: nobody can tell which commit runs. "
            + "Push every build under a tag of its own, best with the commit SHA. If it is one image for several architectures, add its registry under Traceboard:Registries, so that Traceboard can see that they belong together.";
    }

    public static string Conflict(TracePlan plan, QuestionWalk walk)
    {
        var sides = walk.Commits.Select(found => Side(plan, found)).ToList();
        if (walk.Commits.Select(found => found.Commit.Revision.Sha).Distinct().Count() == 1)
            sides.Insert(0, $"the tag says {Or(plan.Tag!.Candidates.Where(candidate => !candidate.Doubtful).Select(candidate => candidate.Sha), "or")}, which the Git host does not confirm");
        return $"The evidence disagrees: {string.Join("; ", sides)}. Find out which was stamped wrongly, and correct the build or the annotation that says so.";
    }

    /// <summary>A fixed tag, where the Git tag of its name was looked for and not found.</summary>
    public static string NoGitTag(TracePlan plan, IReadOnlyList<AnsweredQuestion> answered)
    {
        var reason = NoRevision(plan.Reference!, plan.Tag!);
        return answered.LastOrDefault(answer => answer.Question.GitTag is not null) is { } asked
            ? $"{reason} A Git tag of that name would do as well: {TagEvidence.Said(asked.Question, asked.Answer)}."
            : reason;
    }

    public static string NothingChosen(ImageReference reference, string rule, Mapping.RepositoryChoice choice) =>
        $"The mapping rule '{rule}' lets {reference.Name} name its own repository among {choice}, and no label or annotation that can be read names one. Set the label org.opencontainers.image.source in the build, or put a rule that names the repository before it.";

    public static string NoRevision(ImageReference reference, TagReading reading) => reference.Tag is null
        ? "The image is pinned by digest alone, and nothing in it names a commit. Keep the digest and write a tag with the commit SHA before it."
        : $"The tag {reference.Tag} holds no commit SHA{(reading.Note is null ? "" : $" ({reading.Note})")}. Tag images with the commit SHA, or add the pattern of your tags to Traceboard:Tags.";

    public string Unmapped(ImageReference reference) =>
        $"No mapping rule matches {reference.Name}. Add a rule under Traceboard:Sources, for example {SuggestedRule.For(reference, hosts)}.";

    public static string UnsafeRepository(ImageReference reference, string rule) =>
        $"The mapping rule '{rule}' matches {reference.Name} but gives no valid repository path. Correct its Repository under Traceboard:Sources, or put a rule for this image before it.";

    public static string Pending(TraceQuestion due, string? failure) =>
        $"Waiting for {due.Repository.Host} to say whether {due.Repository.Path} has {(due.GitTag is { } tag ? $"a Git tag {tag}" : $"a commit that starts with {due.Candidate}")}."
        + (failure is null ? "" : $" The last try failed: {Sentence(failure)}");

    public static string Ambiguous(TraceQuestion question) => question.GitTag is { } tag
        ? $"{question.Repository} has two Git tags {tag}, with and without v, that lead to different commits. {TagWithSha}"
        : $"{question.Repository} has more than one commit that starts with {question.Candidate}. Tag images with more digits, best with all 40.";

    public string Forbidden(AnsweredQuestion answered)
    {
        var repository = answered.Question.Repository;
        return $"{repository.Host} refuses to answer for {repository.Path}: {Sentence(((CommitAnswer.Forbidden)answered.Answer).Detail)} {Token(repository.Host)}";
    }

    public string RepositoryMissing(TracePlan plan, IReadOnlyList<AnsweredQuestion> answered) =>
        $"{Names(answered)} {(answered.Select(a => a.Question.Repository).Distinct().Count() > 1 ? "do" : "does")} not exist or the token may not read it. "
        + $"Check the mapping rule '{plan.Rule}'. {Token(answered[0].Question.Repository.Host)}";

    public static string NotFound(TracePlan plan, IReadOnlyList<AnsweredQuestion> answered) => answered.FirstOrDefault(IsStray) is { Answer: CommitAnswer.NotFound stray } asked
        ? $"{asked.Question.Repository} does not hold a commit that starts with {asked.Question.Candidate}. {OwnSentence(stray.Detail)} {StrayCommit.Why}"
        : $"{Names(answered)} has no commit that starts with {Candidates(answered)}. The commit may lie in a fork, may have been force-pushed away, or may be the trial merge of a request that was built before it was merged, or the mapping rule '{plan.Rule}' names the wrong repository.";

    private static bool IsStray(AnsweredQuestion answered) => answered.Answer is CommitAnswer.NotFound not && StrayCommit.IsToldBy(not.Detail);

    public static string DoubtfulOnly(TracePlan plan, IReadOnlyList<AnsweredQuestion> answered)
    {
        var candidate = answered[0].Question.Candidate;
        return $"In the tag {plan.Reference!.Tag}, {candidate} {plan.Tag!.Candidates.First(seen => seen.Sha == candidate).Doubt}, and {Names(answered)} has no commit that starts with {Candidates(answered)}. {TagWithSha}";
    }

    /// <summary>What a Git host wrote, cut and closed like a sentence.</summary>
    public static string Sentence(string detail) => Sentence(detail, LongestQuote);

    /// <summary>What Traceboard itself says, which may be longer.</summary>
    public static string OwnSentence(string detail) => Sentence(detail, LongestDetail);

    private static string Sentence(string detail, int longest)
    {
        var quoted = Quote(detail, longest).Trim();
        return quoted.EndsWith('.') ? quoted : quoted + ".";
    }

    private string Token(string host) => IsGitLab(host)
        ? $"Give the Git host {host} under Traceboard:GitHosts a token with the scope read_api whose owner may read the project."
        : $"Give the Git host {host} under Traceboard:GitHosts a token that may read the repository (Contents and Pull requests, or the classic scope repo).";

    private bool IsGitLab(string name) => hosts.Any(host =>
        string.Equals(host.Name, name, StringComparison.OrdinalIgnoreCase) && string.Equals(host.Kind, "GitLab", StringComparison.OrdinalIgnoreCase));

    private static string Names(IEnumerable<AnsweredQuestion> answered) => Or(answered.Select(a => a.Question.Repository.ToString()), "and");

    private static string Candidates(IEnumerable<AnsweredQuestion> answered) => Or(answered.Select(a => a.Question.Candidate), "or");

    private static string Or(IEnumerable<string> words, string word)
    {
        string[] distinct = [.. words.Distinct(StringComparer.Ordinal)];
        return distinct.Length == 1 ? distinct[0] : $"{string.Join(", ", distinct[..^1])} {word} {distinct[^1]}";
    }

    private static string Side(TracePlan plan, FoundCommit found)
    {
        var lead = plan.Claims.FirstOrDefault(claim => claim.Questions.Contains(found.Question));
        var who = lead is null ? found.Question.GitTag is { } tag ? $"the Git tag {tag}" : "the tag" : $"{lead.Claim.Keys} of {Quote(lead.Claim.Origin)}";
        return $"{who} says {found.Commit.Revision.Sha} of {found.Commit.Revision.Repository}";
    }

    private static string Pods(SeenDigest digest) => digest.Pods == 0
        ? "no longer runs"
        : $"on {digest.Pods} {(digest.Pods == 1 ? "pod" : "pods")}{(digest.Workloads.Count == 0 ? "" : $" of {string.Join(", ", digest.Workloads.Take(MostNamed))}")}";

    private static string ShortDigest(string digest) => digest.Length > 19 ? digest[..19] : digest;

    /// <summary>Somebody else's text, cut and without control characters.</summary>
    public static string Quoted(string text) => $"'{Quote(text)}'";

    private static string Quote(string text, int longest = LongestQuote) =>
        string.Concat((text.Length > longest ? text[..longest] + "…" : text).Select(c => char.IsControl(c) ? ' ' : c));
}
