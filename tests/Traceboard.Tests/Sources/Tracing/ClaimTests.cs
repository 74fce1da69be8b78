using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Sources.Tracing;

/// <summary>What registry and workloads claim: agreement strengthens, disagreement is shown, and nothing is believed that the mapping does not allow.</summary>
public sealed class ClaimTests
{
    private const string Sha = "abc1234000000000000000000000000000000000";
    private const string Other = "def5678000000000000000000000000000000000";
    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private const string OtherDigest = "sha256:2222222222222222222222222222222222222222222222222222222222222222";

    private static readonly MappedTracer Tracer = MappedTracer.From(new SourcesOptions
    {
        Sources =
        {
            new SourceRuleOptions { Image = "registry.example.com/shop/{repo}", Repository = "github:acme/{repo}", Path = "services/{repo}" },
            new SourceRuleOptions { Image = "registry.example.com/any/**", Repository = "github:acme/*" },
        },
    });

    [Fact]
    public void A_label_traces_an_image_whose_tag_says_nothing()
    {
        var trace = Conclude("registry.example.com/shop/cart:1.2.3", [Label(Sha)], Knows("acme/cart", Sha));
        Assert.Equal((TraceStatus.Traced, Sha, "ociLabel"), (trace.Status, trace.Commit!.Revision.Sha.Value, trace.Via));
        Assert.Equal(EvidenceVerdict.Confirmed, trace.Evidence.Single(evidence => evidence.Kind == "ociLabel").Verdict);
    }

    [Theory]
    [InlineData("latest")]
    [InlineData("main")]
    public void A_label_of_the_only_digest_traces_even_a_moving_tag(string tag) =>
        Assert.Equal(TraceStatus.Traced, Conclude($"registry.example.com/shop/cart:{tag}", [Label(Sha)], Knows("acme/cart", Sha)).Status);

    [Theory]
    [InlineData(Sha)]
    [InlineData("abc1234000")]
    [InlineData("main/abc1234000000000000000000000000000000000")]
    [InlineData("main@sha1:abc1234000000000000000000000000000000000")]
    [InlineData("v1.2.3-14-gabc1234")]
    [InlineData("ABC1234-dirty")]
    public void What_agrees_with_the_tag_is_not_asked_for_and_confirmed(string revision)
    {
        var plan = Tracer.Plan("registry.example.com/shop/cart:abc1234", [Label(revision)]);
        var asked = new List<TraceQuestion>();
        var trace = Tracer.Conclude(plan, question => { asked.Add(question); return Knows("acme/cart", Sha)(question); }, 1, null);
        Assert.Equal(TraceStatus.Traced, trace.Status);
        Assert.Single(asked.DistinctBy(question => question.Candidate));
        Assert.Equal(["tag", "ociLabel"], trace.Evidence.Where(evidence => evidence.Verdict is EvidenceVerdict.Confirmed).Select(evidence => evidence.Kind));
    }

    [Fact]
    public void A_label_that_names_another_commit_is_a_conflict_with_both_sides()
    {
        var trace = Conclude("registry.example.com/shop/cart:abc1234", [Label(Other)], Knows("acme/cart", Sha, Other));
        Assert.Equal(TraceStatus.Conflict, trace.Status);
        Assert.Null(trace.Commit);
        Assert.Contains(Sha, trace.Reason, StringComparison.Ordinal);
        Assert.Contains(Other, trace.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Label_and_annotation_that_disagree_are_a_conflict() => Assert.Equal(
        TraceStatus.Conflict,
        Conclude("registry.example.com/shop/cart:1.2.3", [Label(Sha), Annotation(Other)], Knows("acme/cart", Sha, Other)).Status);

    [Fact]
    public void A_label_against_what_the_tag_plainly_says_is_a_conflict_even_where_the_tag_is_not_confirmed() =>
        Assert.Equal(TraceStatus.Conflict, Conclude("registry.example.com/shop/cart:sha-fff0000", [Label(Sha)], Knows("acme/cart", Sha)).Status);

    [Fact]
    public void A_full_label_settles_an_ambiguous_tag()
    {
        var trace = Conclude("registry.example.com/shop/cart:abc1234", [Label(Sha)], question => question.Candidate == Sha ? MappedTracerTests.Found("acme/cart", Sha) : new CommitAnswer.Ambiguous(""));
        Assert.Equal((TraceStatus.Traced, "ociLabel"), (trace.Status, trace.Via));
    }

    [Fact]
    public void A_label_that_the_host_does_not_know_is_refuted_and_the_tag_stands()
    {
        var trace = Conclude("registry.example.com/shop/cart:abc1234", [Label(Other)], Knows("acme/cart", Sha));
        Assert.Equal((TraceStatus.Traced, "tag"), (trace.Status, trace.Via));
        Assert.Equal(EvidenceVerdict.Refuted, trace.Evidence.Single(evidence => evidence.Kind == "ociLabel").Verdict);
    }

    [Theory]
    [InlineData("https://github.com/acme/cart")]
    [InlineData("https://github.com/acme/cart.git")]
    [InlineData("https://github.com/Acme/Cart/")]
    [InlineData("git@github.com:acme/cart.git")]
    [InlineData("ssh://git@github.com/acme/cart.git")]
    [InlineData("git+https://github.com/acme/cart.git")]
    [InlineData("scm:git:https://github.com/acme/cart.git")]
    [InlineData("github.com/acme/cart")]
    [InlineData("http://github.com/acme/cart")]
    [InlineData("https://github.com/acme/cart/tree/main/services/cart")]
    [InlineData("https://github.com/acme/cart#readme")]
    public void A_source_is_read_however_it_is_written(string source) =>
        Assert.Equal(TraceStatus.Traced, Conclude("registry.example.com/shop/cart:1.2.3", [Label(Sha, source)], Knows("acme/cart", Sha)).Status);

    [Fact]
    public void A_claim_that_was_refused_is_never_asked_for()
    {
        var plan = Tracer.Plan("registry.example.com/shop/cart:1.2", [Label(Sha) with { Refused = "inherited from the base image docker.io/library/node:20" }]);
        Assert.Empty(plan.Questions);
        var trace = Tracer.Conclude(plan, _ => null, 1, null);
        Assert.Equal(TraceStatus.NoRevision, trace.Status);
        Assert.Contains("inherited from the base image", trace.Evidence[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_may_let_the_image_choose_among_repositories()
    {
        var trace = Conclude("registry.example.com/any/thing:abc1234", [Label(Sha, "https://github.com/acme/deep-sea")], Knows("acme/deep-sea", Sha));
        Assert.Equal("acme/deep-sea", trace.Commit!.Revision.Repository.Path);
        Assert.Equal(TraceStatus.Unmapped, Conclude("registry.example.com/any/thing:abc1234", [], Knows("acme/deep-sea", Sha)).Status);
        Assert.Equal(TraceStatus.Unmapped, Conclude("registry.example.com/any/thing:abc1234", [Label(Sha, "https://github.com/evil/deep-sea")], Knows("evil/deep-sea", Sha)).Status);
    }

    [Fact]
    public void The_path_of_the_rule_is_carried() => Assert.Equal("services/cart", Tracer.Plan("registry.example.com/shop/cart:abc1234").Path);

    [Fact]
    public void A_fixed_tag_is_traced_via_the_git_tag_of_its_name_and_says_so()
    {
        var trace = Conclude("registry.example.com/shop/cart:1.2.3", [], question => question.GitTag == "1.2.3" ? MappedTracerTests.Found("acme/cart", Sha) : new CommitAnswer.NotFound(""));
        Assert.Equal((TraceStatus.Traced, "gitTag"), (trace.Status, trace.Via));
        Assert.StartsWith("via Git tag: ", trace.Evidence.Single(evidence => evidence.Kind == "gitTag").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("v1.2.3-rc.1", "v1.2.3-rc.1")]
    [InlineData("2026.5.2", "2026.5.2")]
    [InlineData("release-42", "release-42")]
    [InlineData("20240131", "20240131")]
    [InlineData("v1.2.3-dirty", "v1.2.3")]
    [InlineData("1.2.3-1234567", "1.2.3-1234567")]
    [InlineData("1.2", null)]
    [InlineData("v1", null)]
    [InlineData("16", null)]
    [InlineData("latest", null)]
    [InlineData("1ecfd275", null)]
    [InlineData("deadbeef", null)]
    [InlineData("1234567", null)]
    [InlineData("abc123", null)]
    [InlineData("1.2.3-abc1234", null)]
    [InlineData("sha256-9b74c989", null)]
    public void Only_what_is_fixed_and_could_not_be_a_SHA_is_looked_for_among_git_tags(string tag, string? name) => Assert.Equal(
        name, Tracer.Plan($"registry.example.com/shop/cart:{tag}").Questions.Select(question => question.GitTag).LastOrDefault(asked => asked is not null));

    [Fact]
    public void A_missing_git_tag_leaves_the_reason_of_the_tag()
    {
        var trace = Conclude("registry.example.com/shop/cart:1.2.3", [], _ => new CommitAnswer.NotFound(""));
        Assert.Equal(TraceStatus.NoRevision, trace.Status);
        Assert.Contains("holds no commit SHA (reads as a version)", trace.Reason, StringComparison.Ordinal);
        Assert.Contains("github:acme/cart has no Git tag 1.2.3", trace.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_digests_name_the_pods_of_each()
    {
        SeenDigest[] digests = [new(Digest, Digest, 2, ["prod/shop/Deployment/cart"]), new(OtherDigest, OtherDigest, 1, ["prod/shop/Job/migrate"])];
        var trace = Tracer.Conclude(Tracer.Plan("registry.example.com/shop/cart:1.2"), _ => null, digests, null);
        Assert.Equal(TraceStatus.Moving, trace.Status);
        Assert.Contains("sha256:111111111111 on 2 pods of prod/shop/Deployment/cart", trace.Reason, StringComparison.Ordinal);
        Assert.Contains("sha256:222222222222 on 1 pod of prod/shop/Job/migrate", trace.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Digests_of_one_index_are_one_build()
    {
        SeenDigest[] digests = [new(Digest, "index", 2, []), new(OtherDigest, "index", 1, [])];
        Assert.Equal(TraceStatus.Traced, Tracer.Conclude(Tracer.Plan("registry.example.com/shop/cart:abc1234"), Knows("acme/cart", Sha), digests, null).Status);
    }

    [Fact]
    public void Two_builds_whose_own_labels_name_the_same_commit_are_that_commit()
    {
        SeenDigest[] digests = [new(Digest, Digest, 2, []), new(OtherDigest, OtherDigest, 1, [])];
        SourceClaim[] both = [Label(Sha), Label(Sha) with { Origin = OtherDigest }];
        Assert.Equal(TraceStatus.Traced, Conclude("registry.example.com/shop/cart:latest", both, Knows("acme/cart", Sha), digests).Status);
        Assert.Equal(TraceStatus.Moving, Conclude("registry.example.com/shop/cart:latest", both[..1], Knows("acme/cart", Sha), digests).Status);
        both[1] = both[1] with { Revision = Other };
        Assert.Equal(TraceStatus.Moving, Conclude("registry.example.com/shop/cart:latest", both, Knows("acme/cart", Sha, Other), digests).Status);
    }

    [Fact]
    public void An_image_of_someone_else_asks_nobody_whatever_it_claims()
    {
        var tracer = MappedTracer.From(new SourcesOptions { Sources = { new SourceRuleOptions { Image = "docker.io/library/**", External = true } } });
        Assert.Empty(tracer.Plan("nginx:1.2.3", [Label(Sha, "https://github.com/nginx/nginx")]).Questions);
    }

    [Fact]
    public void A_claim_without_a_rule_is_unmapped() =>
        Assert.Equal(TraceStatus.Unmapped, Conclude("quay.io/x/y:latest", [Label(Sha, "https://github.com/x/y")], Knows("x/y", Sha)).Status);

    internal static SourceClaim Label(string? revision, string? source = null) => new()
    {
        Kind = "ociLabel",
        Origin = Digest,
        Keys = "org.opencontainers.image.revision",
        Revision = revision,
        Source = source,
    };

    private static SourceClaim Annotation(string revision) => Label(revision) with { Kind = "workloadAnnotation", Origin = "prod/shop/Deployment/cart", Keys = "jkube.io/git-commit" };

    private static Func<TraceQuestion, CommitAnswer?> Knows(string path, params string[] shas) => question =>
        question.Repository.Path.Equals(path, StringComparison.OrdinalIgnoreCase) && Array.Find(shas, sha => sha.StartsWith(question.Candidate, StringComparison.Ordinal)) is { } sha
            ? MappedTracerTests.Found(path, sha)
            : new CommitAnswer.NotFound("");

    private static Trace Conclude(string image, IReadOnlyList<SourceClaim> claims, Func<TraceQuestion, CommitAnswer?> answer, IReadOnlyList<SeenDigest>? digests = null) =>
        Tracer.Conclude(Tracer.Plan(image, claims), answer, digests ?? [new SeenDigest(Digest, Digest, 1, [])], null);
}
