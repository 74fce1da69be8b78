using Traceboard.Images;

namespace Traceboard.Sources.Tracing;

/// <summary>The sentences that tell a person why an image has no commit, and what to do next.</summary>
internal sealed class Reasons(IReadOnlyList<GitHostOptions> hosts)
{
    private const int LongestQuote = 200;
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

    public static string SeveralDigests(ImageReference reference, int digests) =>
        $"The tag {reference.Tag} was seen with {digests} digests, so it moves: nobody can tell which commit runs. Push every build under a tag of its own, best with the commit SHA.";

    public static string NoRevision(ImageReference reference, TagReading reading) => reference.Tag is null
        ? "The image is pinned by digest alone, and nothing in it names a commit. Keep the digest and write a tag with the commit SHA before it."
        : $"The tag {reference.Tag} holds no commit SHA{(reading.Note is null ? "" : $" ({reading.Note})")}. Tag images with the commit SHA, or add the pattern of your tags to Traceboard:Tags.";

    public string Unmapped(ImageReference reference) =>
        $"No mapping rule matches {reference.Name}. Add a rule under Traceboard:Sources, for example {SuggestedRule.For(reference, hosts)}.";

    public static string UnsafeRepository(ImageReference reference, string rule) =>
        $"The mapping rule '{rule}' matches {reference.Name} but gives no valid repository path. Correct its Repository under Traceboard:Sources, or put a rule for this image before it.";

    public static string Pending(TraceQuestion due, string? failure) =>
        $"Waiting for {due.Repository.Host} to say whether {due.Repository.Path} has a commit that starts with {due.Candidate}."
        + (failure is null ? "" : $" The last try failed: {Sentence(failure)}");

    public static string Ambiguous(TraceQuestion question) =>
        $"{question.Repository} has more than one commit that starts with {question.Candidate}. Tag images with more digits, best with all 40.";

    public string Forbidden(AnsweredQuestion answered)
    {
        var repository = answered.Question.Repository;
        return $"{repository.Host} refuses to answer for {repository.Path}: {Sentence(((CommitAnswer.Forbidden)answered.Answer).Detail)} {Token(repository.Host)}";
    }

    public string RepositoryMissing(TracePlan plan, IReadOnlyList<AnsweredQuestion> answered) =>
        $"{Names(answered)} {(answered.Select(a => a.Question.Repository).Distinct().Count() > 1 ? "do" : "does")} not exist or the token may not read it. "
        + $"Check the mapping rule '{plan.Rule}'. {Token(answered[0].Question.Repository.Host)}";

    public static string NotFound(TracePlan plan, IReadOnlyList<AnsweredQuestion> answered) =>
        $"{Names(answered)} has no commit that starts with {Candidates(answered)}. The commit may lie in a fork or may have been force-pushed away, or the mapping rule '{plan.Rule}' names the wrong repository.";

    public static string DoubtfulOnly(TracePlan plan, IReadOnlyList<AnsweredQuestion> answered)
    {
        var candidate = answered[0].Question.Candidate;
        return $"In the tag {plan.Reference!.Tag}, {candidate} {Doubt.About(candidate)}, and {Names(answered)} has no commit that starts with {Candidates(answered)}. {TagWithSha}";
    }

    /// <summary>What a Git host wrote, cut and closed like a sentence.</summary>
    public static string Sentence(string detail)
    {
        var quoted = Quote(detail).Trim();
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

    private static string Quote(string text) =>
        string.Concat((text.Length > LongestQuote ? text[..LongestQuote] + "…" : text).Select(c => char.IsControl(c) ? ' ' : c));
}
