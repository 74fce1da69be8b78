using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources.Tracing;

/// <summary>
/// A generated image of a generated repository: which commit it was truly built from, and everything that could lead
/// somebody to name another one.
/// </summary>
internal sealed partial record AttributionCase(string Kind, string Path, string Tag, string? Sha, string Author, string? Login, MergeRequestStatus Merged, int? Number)
{
    private const string Hex = "0123456789abcdef";

    /// <summary>Whether it can be told at all; else nobody may be named.</summary>
    public bool IsTraceable => Sha is not null;

    /// <summary>Writes a repository into the host and returns what is to be said of an image of it.</summary>
    public static AttributionCase Generate(Random random, int n, FakeGitHost host)
    {
        var path = $"acme/r{n}";
        var repository = host.Add(path);
        for (var i = random.Next(1, 5); i > 0; i--)
            repository.Add(NewSha(random));
        var sha = NewSha(random);
        var shown = random.Next(4) switch { 0 => 40, 1 => 7, 2 => 8, _ => random.Next(7, 40) };
        var candidate = sha[..shown];
        var built = new AttributionCase("plain", path, Style(random, candidate), sha, "Ada Lovelace", "ada", MergeRequestStatus.None, null);
        return random.Next(27) switch
        {
            0 => Ambiguous(random, repository, built, candidate),
            1 => NamedLikeHex(random, repository, built, candidate, alsoCommit: false),
            2 => NamedLikeHex(random, repository, built, candidate, alsoCommit: true),
            3 => built with { Kind = "fork only, or pushed away", Sha = null },
            4 => MergePreview(random, repository, built),
            5 => By(repository, built with { Kind = "bot", Author = "renovate[bot]", Login = "renovate[bot]" }),
            6 => By(repository, built with { Kind = "account gone", Author = "Ada Lovelace", Login = null }),
            7 => By(repository, built with { Kind = "null author", Author = "unknown", Login = null }, told: null),
            8 => CoAuthored(repository, built),
            9 => Several(random, repository, built),
            10 => Brought(random, repository, built with { Kind = "squash" }, squash: true),
            11 => Brought(random, repository, built with { Kind = "merge" }, squash: false),
            12 => Open(random, repository, built),
            13 => TwoInOneTag(random, repository, built, candidate),
            14 => GitTag(random, repository, built),
            > 15 and var kind => OfRequests(kind, random, repository, built),
            _ => By(repository, built with { Kind = "pushed directly" }),
        };
    }

    private static AttributionCase Ambiguous(Random random, FakeGitHostRepository repository, AttributionCase built, string candidate)
    {
        if (candidate.Length == 40)
            candidate = candidate[..12];
        repository.Add(built.Sha!);
        repository.Add(candidate + NewSha(random)[..(40 - candidate.Length)]);
        return built with { Kind = "ambiguous prefix", Tag = Style(random, candidate), Sha = null };
    }

    private static AttributionCase NamedLikeHex(Random random, FakeGitHostRepository repository, AttributionCase built, string candidate, bool alsoCommit)
    {
        // A name of 40 digits cannot hide a commit: hosts look for full SHAs first, and none of that one exists.
        repository.Names[candidate] = repository.Commits[random.Next(repository.Commits.Count)];
        repository.Tags[candidate] = repository.Commits[0];
        if (alsoCommit)
            repository.Add(built.Sha!);
        return built with { Kind = "hex name", Sha = alsoCommit && candidate.Length == 40 ? built.Sha : null };
    }

    private static AttributionCase MergePreview(Random random, FakeGitHostRepository repository, AttributionCase built)
    {
        // The trial merge of an open request lies on no branch: hosts know it while the request stands, or not at all.
        var head = NewSha(random);
        repository.Add(head, new FakeGitHostMerge(7) { State = "open", Head = head, MergeSha = built.Sha });
        if (random.Next(2) == 0)
            return built with { Kind = "merge preview", Sha = null };
        repository.Commits.Add(new FakeGitHostCommit(built.Sha!) { Message = $"Merge {head} into {repository.Commits[0].Sha}\n\nSee merge request acme/x!7" });
        return built with { Kind = "merge preview that the host knows", Merged = MergeRequestStatus.Unknown };
    }

    private static AttributionCase By(FakeGitHostRepository repository, AttributionCase built) => By(repository, built, built.Author);

    private static AttributionCase By(FakeGitHostRepository repository, AttributionCase built, string? told)
    {
        repository.Commits.Add(new FakeGitHostCommit(built.Sha!) { AuthorName = told, AuthorLogin = built.Login });
        return built;
    }

    private static AttributionCase CoAuthored(FakeGitHostRepository repository, AttributionCase built)
    {
        repository.Commits.Add(new FakeGitHostCommit(built.Sha!) { Message = "Sell shoes\n\nCo-authored-by: Grace Hopper <grace@example.com>\nAuthor: Mallory <m@example.com>" });
        return built with { Kind = "co-author" };
    }

    private static AttributionCase Several(Random random, FakeGitHostRepository repository, AttributionCase built)
    {
        FakeGitHostMerge[] requests =
        [
            new(1) { MergeSha = NewSha(random), Head = NewSha(random), MergedAt = "2025-01-01T00:00:00Z" },
            new(2) { State = "open", Head = built.Sha },
            new(3) { MergeSha = built.Sha, Head = NewSha(random), MergedAt = "2026-01-01T00:00:00Z" },
            new(4) { State = "closed", Head = built.Sha, AuthorLogin = "mallory" },
        ];
        random.Shuffle(requests);
        repository.Add(built.Sha!, requests);
        return built with { Kind = "several requests", Merged = MergeRequestStatus.Merged, Number = 3 };
    }

    private static AttributionCase Brought(Random random, FakeGitHostRepository repository, AttributionCase built, bool squash)
    {
        repository.Add(built.Sha!, new FakeGitHostMerge(9) { SquashSha = squash ? built.Sha : null, MergeSha = squash ? null : built.Sha, Head = NewSha(random) });
        return built with { Merged = MergeRequestStatus.Merged, Number = 9 };
    }

    private static AttributionCase Open(Random random, FakeGitHostRepository repository, AttributionCase built)
    {
        repository.Add(built.Sha!, new FakeGitHostMerge(5) { State = "open", Head = built.Sha }, new FakeGitHostMerge(6) { State = "closed", Head = NewSha(random) });
        return built with { Kind = "open, from a fork", Merged = MergeRequestStatus.Pending, Number = 5 };
    }

    private static AttributionCase TwoInOneTag(Random random, FakeGitHostRepository repository, AttributionCase built, string candidate)
    {
        repository.Add(built.Sha!);
        return built with { Kind = "two in one tag", Tag = random.Next(2) == 0 ? $"master-{candidate}-{NewSha(random)[..10]}" : $"{NewSha(random)[..10]}-{candidate}" };
    }

    private static AttributionCase GitTag(Random random, FakeGitHostRepository repository, AttributionCase built)
    {
        var version = $"{random.Next(9)}.{random.Next(99)}.{random.Next(999)}";
        repository.Tags[(random.Next(2) == 0 ? "v" : "") + version] = repository.Add(built.Sha!);
        repository.Tags[version + "-rc.1"] = repository.Tags["api-" + version] = repository.Commits[0];
        repository.Names[version] = repository.Commits[0];
        var isForked = random.Next(4) == 0;
        if (isForked)
            (repository.Tags["v" + version], repository.Tags[version]) = (repository.Commits[0], repository.Commits[^1]);
        return built with { Kind = "Git tag", Tag = (random.Next(2) == 0 ? "v" : "") + version, Sha = isForked ? null : built.Sha };
    }

    private static string Style(Random random, string sha) => random.Next(10) switch
    {
        0 => $"sha-{sha}",
        1 => $"main-{sha}",
        2 => $"v1.{random.Next(30)}.{random.Next(9)}-{random.Next(1, 40)}-g{sha}",
        3 => $"{sha}-dirty",
        4 => $"main-{sha}-{1_600_000_000 + random.Next(99_999_999)}",
        5 => $"2026.{random.Next(1, 13)}.{random.Next(1, 28)}-{sha}",
        6 => $"pr-{random.Next(900)}-{sha}",
        7 => $"{sha}.amd64",
        8 => $"202{random.Next(6)}0{random.Next(1, 9)}1{random.Next(9)}-{sha}",
        _ => sha,
    };

    private static string NewSha(Random random) => string.Concat(Enumerable.Range(0, 40).Select(_ => Hex[random.Next(16)]));
}
