using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Sources.Tracing;

public sealed class MappedTracerTests
{
    private const string Sha = "abc1234000000000000000000000000000000000";
    private const string Digest = "@sha256:9b74c9897bac770ffc029102a200c5de6f1f54ca2ed1b3a5f1f0e6c6f5f3a1b2";

    private static readonly MappedTracer Tracer = MappedTracer.From(new SourcesOptions
    {
        Sources =
        {
            new SourceRuleOptions { Image = "registry.example.com/shop/{repo}", Repository = "github:acme/{repo}" },
            new SourceRuleOptions { Image = "docker.io/library/**", External = true },
        },
    });

    [Fact]
    public void A_confirmed_commit_is_traced()
    {
        var trace = Conclude("registry.example.com/shop/cart:main-abc1234", new() { ["acme/cart abc1234"] = Found("acme/cart", Sha) });
        Assert.Equal(TraceStatus.Traced, trace.Status);
        Assert.Equal(Sha, trace.Commit!.Revision.Sha.Value);
        Assert.Null(trace.Reason);
        var evidence = Assert.Single(trace.Evidence);
        Assert.Equal(("tag", "abc1234", EvidenceVerdict.Confirmed), (evidence.Kind, evidence.Value, evidence.Verdict));
        Assert.Contains("found by *-{sha}", evidence.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.example.com/shop/cart:latest", "The tag latest moves: nobody can tell which commit runs. Tag images with the commit SHA.")]
    [InlineData("registry.example.com/shop/cart", "No tag is written, so latest is meant")]
    [InlineData("registry.example.com/unmapped/cart:main", "The tag main moves")]
    public void A_moving_tag_says_that_nobody_can_tell(string image, string reason) => Settles(image, TraceStatus.Moving, reason);

    [Theory]
    [InlineData("registry.example.com/unmapped/cart:1.2.3", "The tag 1.2.3 holds no commit SHA (reads as a version). Tag images with the commit SHA")]
    [InlineData("registry.example.com/shop/cart:1.2", "The tag 1.2 holds no commit SHA (reads as a version). Tag images with the commit SHA")]
    [InlineData("registry.example.com/unmapped/cart:3bd8a5-dev", "{sha:6}-*")]
    [InlineData("registry.example.com/shop/cart" + Digest, "pinned by digest alone")]
    [InlineData("registry.example.com/shop/cart:latest" + Digest, "pinned by digest")]
    [InlineData("registry.example.com/shop/cart:5.8467965e+07", "probably 58467965")]
    [InlineData("Registry/Shop:1", "no valid image reference")]
    [InlineData("", "no valid image reference")]
    public void What_holds_no_SHA_says_why(string image, string reason) => Settles(image, TraceStatus.NoRevision, reason);

    [Theory]
    [InlineData("registry.example.com/x/y:abc1234", """No mapping rule matches registry.example.com/x/y. Add a rule under Traceboard:Sources, for example { "Image": "registry.example.com/x/{repo}", "Repository": "github:x/{repo}" }.""")]
    [InlineData("quay.io/tool:abc1234", """{ "Image": "quay.io/{repo}", "Repository": "github:owner/{repo}" }""")]
    public void What_no_rule_maps_shows_a_rule_to_paste(string image, string reason) => Settles(image, TraceStatus.Unmapped, reason);

    [Theory]
    [InlineData("registry.example.com/g/s/p:abc1234")]
    [InlineData("quay.io/p:abc1234")]
    [InlineData("docker.io/acme/p:abc1234")]
    [InlineData("localhost:5000/a/b/c/d:abc1234")]
    public void The_rule_to_paste_works(string image)
    {
        var options = new SourcesOptions { GitHosts = { new GitHostOptions { Name = "github", Kind = "GitHub", Url = "https://github.com" }, new GitHostOptions { Name = "lab", Kind = "GitLab", Url = "https://gitlab.example.com" } } };
        var reason = MappedTracer.From(options).Plan(image).Reason!;
        var rule = System.Text.Json.JsonDocument.Parse(reason[reason.IndexOf('{', StringComparison.Ordinal)..(reason.LastIndexOf('}') + 1)]).RootElement;
        options.Sources.Add(new SourceRuleOptions { Image = rule.GetProperty("Image").GetString()!, Repository = rule.GetProperty("Repository").GetString() });

        Assert.NotEmpty(MappedTracer.From(options).Plan(image).Questions);
        Assert.Equal(image.Contains("example.com", StringComparison.Ordinal), reason.Contains("lab:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("postgres:16.3")]
    [InlineData("postgres:latest")]
    [InlineData("postgres:abc1234")]
    public void An_external_image_is_external_whatever_its_tag(string image) => Settles(image, TraceStatus.External, "docker.io/library/**");

    [Fact]
    public void A_fixed_tag_seen_with_two_digests_moves()
    {
        var trace = Conclude("registry.example.com/shop/cart:1.2.3", new() { ["acme/cart refs/tags/1.2.3"] = new CommitAnswer.NotFound("") }, digests: 2);
        Assert.Equal(TraceStatus.Moving, trace.Status);
        Assert.Contains("seen with 2 digests", trace.Reason, StringComparison.Ordinal);
        Assert.Equal(TraceStatus.NoRevision, Conclude("registry.example.com/shop/cart:1.2" + Digest, new(), digests: 2).Status);
    }

    [Fact]
    public void A_tag_seen_with_two_digests_moves_even_where_it_holds_a_SHA_and_its_evidence_keeps_the_commit()
    {
        var trace = Conclude("registry.example.com/shop/cart:abc1234", new() { ["acme/cart abc1234"] = Found("acme/cart", Sha) }, digests: 2);
        Assert.Equal(TraceStatus.Moving, trace.Status);
        Assert.Contains("has the commit " + Sha, trace.Evidence[0].Detail, StringComparison.Ordinal);
        Assert.Contains("seen with 2 digests under one tag (rebuilt, or one per architecture)", trace.Evidence[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dirty_tree_is_told_with_the_commit()
    {
        var trace = Conclude("registry.example.com/shop/cart:abc1234-dirty", new() { ["acme/cart abc1234"] = Found("acme/cart", Sha) });
        Assert.Equal(TraceStatus.Traced, trace.Status);
        Assert.Contains("dirty tree", trace.Evidence[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_are_asked_in_order_until_one_is_found()
    {
        const string image = "registry.example.com/shop/cart:main-abc1234-def5678";
        var answers = new Answers();
        Assert.Equal("acme/cart abc1234", Next(image, answers));

        answers["acme/cart abc1234"] = new CommitAnswer.NotFound("");
        Assert.Equal("acme/cart def5678", Next(image, answers));

        answers["acme/cart def5678"] = Found("acme/cart", "def5678000000000000000000000000000000000");
        Assert.Null(Next(image, answers));
        var trace = Conclude(image, answers);
        Assert.Equal(TraceStatus.Traced, trace.Status);
        Assert.Equal([EvidenceVerdict.Refuted, EvidenceVerdict.Confirmed], trace.Evidence.Select(evidence => evidence.Verdict));
    }

    [Fact]
    public void Once_one_is_found_the_others_are_not_asked()
    {
        var trace = Conclude("registry.example.com/shop/cart:main-abc1234-def5678", new() { ["acme/cart abc1234"] = Found("acme/cart", Sha) });
        Assert.Equal([EvidenceVerdict.Confirmed, EvidenceVerdict.Unused], trace.Evidence.Select(evidence => evidence.Verdict));
        Assert.Contains("also in the tag", trace.Evidence[1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Shorter_projects_are_asked_when_the_longer_is_missing()
    {
        const string image = "registry.gitlab.com/g/s/p/x:abc1234";
        var answers = new Answers();
        Assert.Equal("g/s/p/x abc1234", Next(image, answers));
        answers["g/s/p/x abc1234"] = new CommitAnswer.RepositoryMissing("404");
        Assert.Equal("g/s/p abc1234", Next(image, answers));
        answers["g/s/p abc1234"] = Found("g/s/p", Sha, "gitlab");
        Assert.Null(Next(image, answers));
        Assert.Equal("g/s/p", Conclude(image, answers).Commit!.Revision.Repository.Path);
    }

    [Fact]
    public void A_missing_project_is_not_asked_for_the_next_candidate()
    {
        const string image = "registry.gitlab.com/g/p/x:abc1234-def5678";
        Assert.Equal("g/p abc1234", Next(image, new() { ["g/p/x abc1234"] = new CommitAnswer.RepositoryMissing("404") }));
    }

    [Fact]
    public void A_missing_answer_is_pending()
    {
        var since = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        var plan = Tracer.Plan("registry.example.com/shop/cart:abc1234");
        var trace = Tracer.Conclude(plan, _ => null, 1, since);
        Assert.Equal((TraceStatus.Pending, since), (trace.Status, trace.PendingSince!.Value));
        Assert.Equal("Waiting for github to say whether acme/cart has a commit that starts with abc1234.", trace.Reason);
        Assert.Contains("timed out", Tracer.Conclude(plan, _ => new CommitAnswer.Failed("timed out", null), 1, since).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_host_does_not_know_is_not_found()
    {
        var trace = Conclude("registry.example.com/shop/cart:abc1234", new() { ["acme/cart abc1234"] = new CommitAnswer.NotFound("") });
        Assert.Equal(TraceStatus.NotFound, trace.Status);
        Assert.StartsWith("github:acme/cart has no commit that starts with abc1234.", trace.Reason, StringComparison.Ordinal);
        Assert.Equal(EvidenceVerdict.Refuted, trace.Evidence[0].Verdict);
    }

    [Theory]
    [InlineData("20240131", "reads as a date")]
    [InlineData("1630687511", "reads as a Unix time")]
    [InlineData("58467965", "reads as a number")]
    [InlineData("deadbeef", "reads as a word")]
    public void What_was_only_a_guess_is_no_revision(string tag, string why)
    {
        var answers = new Answers { [$"acme/cart {tag}"] = new CommitAnswer.NotFound(""), [$"acme/cart refs/tags/{tag}"] = new CommitAnswer.NotFound("") };
        var trace = Conclude($"registry.example.com/shop/cart:{tag}", answers);
        Assert.Equal(TraceStatus.NoRevision, trace.Status);
        Assert.Contains(why, trace.Reason, StringComparison.Ordinal);
        Assert.Contains("github:acme/cart has no commit", trace.Reason, StringComparison.Ordinal);
        Assert.Equal(TraceStatus.Moving, Conclude($"registry.example.com/shop/cart:{tag}", answers, digests: 3).Status);
    }

    [Fact]
    public void A_SHA_of_digits_alone_is_traced_when_the_host_confirms_it() =>
        Assert.Equal(TraceStatus.Traced, Conclude("registry.example.com/shop/cart:58467965", new() { ["acme/cart 58467965"] = Found("acme/cart", "58467965" + new string('a', 32)) }).Status);

    [Fact]
    public void Ambiguous_and_forbidden_say_more_than_not_found()
    {
        const string image = "registry.example.com/shop/cart:abc1234-def5678-fed8765";
        var answers = new Answers
        {
            ["acme/cart abc1234"] = new CommitAnswer.NotFound(""),
            ["acme/cart def5678"] = new CommitAnswer.Ambiguous(""),
            ["acme/cart fed8765"] = new CommitAnswer.Forbidden("403 Resource not accessible"),
        };
        Assert.Equal(TraceStatus.Ambiguous, Conclude(image, answers).Status);
        Assert.Contains("more than one commit that starts with def5678", Conclude(image, answers).Reason, StringComparison.Ordinal);

        answers["acme/cart def5678"] = new CommitAnswer.NotFound("");
        var forbidden = Conclude(image, answers);
        Assert.Equal(TraceStatus.Forbidden, forbidden.Status);
        Assert.Contains("403 Resource not accessible. Give the Git host github under Traceboard:GitHosts a token", forbidden.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_repository_names_rule_and_token()
    {
        var trace = Conclude("registry.gitlab.com/g/p:abc1234", new() { ["g/p abc1234"] = new CommitAnswer.RepositoryMissing("404") });
        Assert.Equal(TraceStatus.NotFound, trace.Status);
        Assert.StartsWith("gitlab:g/p does not exist or the token may not read it. Check the mapping rule 'built in: registry.gitlab.com/{path:**}", trace.Reason, StringComparison.Ordinal);
        Assert.Contains("read_api", trace.Reason, StringComparison.Ordinal);
        Assert.Equal(EvidenceVerdict.Unused, trace.Evidence[0].Verdict);
    }

    [Fact]
    public void A_tag_with_many_candidates_costs_few_questions()
    {
        var tag = string.Join('-', Enumerable.Range(0, 12).Select(i => $"abc123{i:x1}"));
        var plan = Tracer.Plan("registry.example.com/shop/cart:" + tag);
        Assert.Equal(MappedTracer.MostCandidates, plan.Questions.Count);
        var trace = Tracer.Conclude(plan, _ => new CommitAnswer.NotFound(""), 1, null);
        Assert.Equal(12, trace.Evidence.Count);
        Assert.Contains("only the first 4", trace.Evidence[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void No_reason_has_a_line_break_or_an_endless_quote()
    {
        var plan = Tracer.Plan("a\nb" + new string('x', 10_000));
        Assert.DoesNotContain('\n', plan.Reason!);
        Assert.True(plan.Reason!.Length < 500);
        var trace = Tracer.Conclude(Tracer.Plan("registry.example.com/shop/cart:abc1234"), _ => new CommitAnswer.Forbidden("a\r\nb" + new string('x', 10_000)), 1, null);
        Assert.DoesNotContain('\n', trace.Reason!);
        Assert.True(trace.Reason!.Length < 600);
    }

    internal static CommitAnswer Found(string path, string sha, string host = "github") => new CommitAnswer.Found(new Commit
    {
        Revision = new Revision(new Repository(host, path), new CommitSha(sha)),
        Title = "Add the cart",
        Author = new Person("Ada"),
        AuthoredAt = DateTimeOffset.UnixEpoch,
        CommittedAt = DateTimeOffset.UnixEpoch,
        Url = "https://github.com/" + path,
    });

    /// <summary>What the Git host said, by path and candidate.</summary>
    private sealed class Answers() : Dictionary<string, CommitAnswer>(StringComparer.Ordinal);

    private static string? Next(string image, Answers answers) =>
        Tracer.Plan(image).NextQuestion(question => answers.GetValueOrDefault(Key(question))) is { } due ? Key(due) : null;

    private static Trace Conclude(string image, Answers answers, int digests = 1) =>
        Tracer.Conclude(Tracer.Plan(image), question => answers.GetValueOrDefault(Key(question)), digests, null);

    private static string Key(TraceQuestion question) => $"{question.Repository.Path} {question.Candidate}";

    private static void Settles(string image, TraceStatus status, string reason)
    {
        var plan = Tracer.Plan(image);
        Assert.Equal(status, plan.Settled);
        Assert.Contains(reason, plan.Reason, StringComparison.Ordinal);
        Assert.Empty(plan.Questions);
        Assert.Null(plan.NextQuestion(_ => null));

        var trace = Tracer.Conclude(plan, _ => throw new InvalidOperationException("Nobody is to be asked."), 1, null);
        Assert.Equal((status, plan.Reason), (trace.Status, trace.Reason));
        Assert.Null(trace.Commit);
    }
}
