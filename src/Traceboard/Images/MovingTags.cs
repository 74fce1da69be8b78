using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Traceboard.Images;

/// <summary>Tags that are pushed again and again: <c>latest</c> and its kin, branches, previews.</summary>
internal static class MovingTags
{
    // Wherever one of these stands between separators, the tag moves: 7-latest, latest-alpine, 1.2-SNAPSHOT.
    private static readonly FrozenSet<string> Anywhere = FrozenSet.Create(StringComparer.Ordinal, "latest", "nightly", "snapshot", "edge", "canary");

    // These move as the whole tag, or followed by words alone: main, main-arm64 and staging-debug, but not staging-42.
    private static readonly FrozenSet<string> Branches = FrozenSet.Create(
        StringComparer.Ordinal,
        "main", "master", "trunk", "mainline", "default", "head", "tip", "develop", "development", "dev", "devel", "next", "integration", "int",
        "staging", "stage", "stg", "stable", "unstable", "testing", "test", "tst", "qa", "uat", "preview", "preprod", "prod", "production", "live",
        "release", "current", "rolling", "beta", "alpha", "rc", "lts", "sandbox", "demo", "daily", "weekly", "experimental", "local", "debug", "ci", "build");

    private static readonly FrozenSet<string> Architectures = FrozenSet.Create(StringComparer.Ordinal, "amd64", "arm64", "arm64v8", "arm32v7", "armv7", "armv6", "armhf", "i386", "s390x", "ppc64le", "riscv64");

    // A first word that only branches begin with: feature-login, fix_1234, renovate-node-20, pr-42.
    private static readonly FrozenSet<string> BranchPrefixes = FrozenSet.Create(
        StringComparer.Ordinal,
        "feature", "features", "feat", "bugfix", "bug", "hotfix", "fix", "fixes", "chore", "docs", "refactor", "perf", "style", "revert", "wip", "spike", "poc", "epic", "story", "task", "topic", "improvement",
        "pr", "mr", "pull", "merge", "renovate", "dependabot", "snyk", "branch", "user", "users", "refs", "heads");

    // 1.x, 2.4.x-alpine: whatever is newest of a line. 42-merge: GitHub's trial merge of a request.
    private static readonly Regex Line = new(@"^v?[0-9]+(\.[0-9]+)*\.x([-._]|$)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
    private static readonly Regex TrialMerge = new(@"^[0-9]+-merge$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>Why the tag moves, or null where nothing says that it does. The tag is in lower case.</summary>
    public static string? Explain(string tag)
    {
        var words = tag.Split('-', '.', '_');
        if (words.FirstOrDefault(Anywhere.Contains) is { } word)
            return $"{word} moves";
        if (Branches.Contains(words[0]) && words.All(word => Architectures.Contains(word) || !word.Any(char.IsAsciiDigit)))
            return $"{words[0]} is the name of a branch or stage, and moves";
        if (Line.IsMatch(tag))
            return "names a line of versions, and moves";
        if (TrialMerge.IsMatch(tag))
            return "names the trial merge of a request, and moves";
        return words.Length > 1 && BranchPrefixes.Contains(words[0])
            ? $"a tag that starts with {words[0]}{tag[words[0].Length]} follows a branch, and moves"
            : null;
    }
}
