using Traceboard.Sources;
using Traceboard.Sources.Tracing;

namespace Traceboard.Tests.Sources.Tracing;

/// <summary>Thousands of generated images and answers, many of them lies: no trace may ever name a wrong commit.</summary>
public sealed class AttributionTests
{
    private const int Cases = 6000;

    private static readonly MappedTracer Tracer = MappedTracer.From(new SourcesOptions
    {
        Sources =
        {
            new SourceRuleOptions { Image = "registry.example.com/{group}/{repo}", Repository = "github:{group}/{repo}" },
            new SourceRuleOptions { Image = "registry.example.com/{group}/{sub}/{repo}/**", Repository = "gitlab:{group}/{sub}/{repo}" },
        },
    });

    [Fact]
    public void No_generated_case_is_traced_to_a_wrong_commit()
    {
        var random = new Random(20260131);
        int traced = 0, shouldTrace = 0;
        for (var n = 0; n < Cases; n++)
        {
            var image = Image(random);
            var plan = Tracer.Plan(image);
            var answers = plan.Questions.ToDictionary(question => question, question => Answer(random, question));
            var expected = plan.Questions.FirstOrDefault(question => answers[question] is CommitAnswer.Found found && IsTrue(found.Commit, question));
            var trace = Tracer.Conclude(plan, answers.GetValueOrDefault, random.Next(0, 3), null);

            Assert.Equal(trace.Status is TraceStatus.Traced, trace.Commit is not null);
            Assert.Equal(trace.Status is TraceStatus.Traced, trace.Reason is null);
            if (expected is not null)
                shouldTrace++;
            if (trace.Commit is not { } commit)
                continue;

            traced++;
            var tag = plan.Reference!.Tag!.ToLowerInvariant();
            Assert.Contains(plan.Questions, question => answers[question] is CommitAnswer.Found found && ReferenceEquals(found.Commit, commit) && IsTrue(commit, question));
            if (trace.Via == "tag")
                Assert.Contains(plan.Tag!.Candidates, candidate => commit.Revision.Sha.Value.StartsWith(candidate.Sha, StringComparison.Ordinal) && tag.Contains(candidate.Sha, StringComparison.Ordinal));
            Assert.Equal(expected, plan.Questions.First(question => answers[question] is CommitAnswer.Found found && ReferenceEquals(found.Commit, commit)));
            Assert.Single(trace.Evidence, evidence => evidence.Verdict is EvidenceVerdict.Confirmed);
        }

        Assert.True(traced > Cases / 10, $"only {traced} of {Cases} were traced");
        Assert.True(traced <= shouldTrace, $"{traced} traced, {shouldTrace} could be");
    }

    [Fact]
    public void Asking_what_is_due_until_nothing_is_gives_the_same_trace_with_fewer_questions()
    {
        var random = new Random(7);
        for (var n = 0; n < 2000; n++)
        {
            var plan = Tracer.Plan(Image(random));
            var missing = plan.Questions.Select(question => question.Repository).Distinct().Where(_ => random.Next(3) == 0).ToHashSet();
            var all = plan.Questions.ToDictionary(question => question, question => missing.Contains(question.Repository) ? new CommitAnswer.RepositoryMissing("404") : Answer(random, question, fails: false)!);
            var known = new Dictionary<TraceQuestion, CommitAnswer>();
            while (plan.NextQuestion(known.GetValueOrDefault) is { } due)
                known.Add(due, all[due]);

            var stepwise = Tracer.Conclude(plan, known.GetValueOrDefault, 1, null);
            var atOnce = Tracer.Conclude(plan, all.GetValueOrDefault, 1, null);
            Assert.NotEqual(TraceStatus.Pending, stepwise.Status);
            Assert.Equal((atOnce.Status, atOnce.Reason, atOnce.Commit), (stepwise.Status, stepwise.Reason, stepwise.Commit));
        }
    }

    private static bool IsTrue(Commit commit, TraceQuestion question) =>
        (question.GitTag is not null || commit.Revision.Sha.Value.StartsWith(question.Candidate, StringComparison.Ordinal))
        && commit.Revision.Repository.Host == question.Repository.Host
        && commit.Revision.Repository.Path.Equals(question.Repository.Path, StringComparison.OrdinalIgnoreCase);

    private static CommitAnswer? Answer(Random random, TraceQuestion question, bool fails = true)
    {
        var (host, path) = (question.Repository.Host, question.Repository.Path);
        if (question.GitTag is not null)
            return random.Next(3) == 0 ? MappedTracerTests.Found(path, Hex(random, 40), host) : new CommitAnswer.NotFound("no such Git tag");
        return random.Next(fails ? 12 : 10) switch
        {
            0 or 1 => MappedTracerTests.Found(path, Extend(random, question.Candidate), host),
            2 => MappedTracerTests.Found(path.ToUpperInvariant(), Extend(random, question.Candidate), host),
            3 => MappedTracerTests.Found(path, Hex(random, 40), host),
            4 => MappedTracerTests.Found(path, Extend(random, AlmostLike(random, question.Candidate)), host),
            5 => MappedTracerTests.Found(path + "-fork", Extend(random, question.Candidate), host),
            6 => MappedTracerTests.Found(path, Extend(random, question.Candidate), host == "github" ? "gitlab" : "github"),
            7 => new CommitAnswer.NotFound("no such commit"),
            8 when fails => random.Next(2) == 0 ? new CommitAnswer.RepositoryMissing("404") : new CommitAnswer.Forbidden("403"),
            8 or 9 => new CommitAnswer.Ambiguous("two"),
            10 => new CommitAnswer.Failed("time-out", null),
            _ => null,
        };
    }

    private static string Image(Random random)
    {
        string[] names = ["registry.example.com/acme/shop", "registry.example.com/g/s/p", "registry.example.com/g/s/p/x", "ghcr.io/acme/shop/api", "registry.gitlab.com/g/s/p/x", "registry.gitlab.com/g/p"];
        string[] words = ["main", "v1.2.3", "20240131", "1630687511", "deadbeef", "prod", "1234567", "dirty", "pr-7", "sha"];
        var parts = Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(3) == 0 ? words[random.Next(words.Length)] : (random.Next(6) == 0 ? "g" : "") + Hex(random, random.Next(6, 41)));
        return names[random.Next(names.Length)] + ":" + string.Join("-._"[random.Next(3)], parts).TrimStart('-', '.');
    }

    /// <summary>The same digits but for the last: what a careless comparison would let through.</summary>
    private static string AlmostLike(Random random, string candidate) => candidate[..^1] + (candidate[^1] == 'f' ? '0' : random.Next(2) == 0 ? 'f' : candidate[^1] == '0' ? '1' : '0');

    private static string Extend(Random random, string candidate) => candidate + Hex(random, (candidate.Length > 40 ? 64 : 40) - candidate.Length);

    private static string Hex(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "0123456789abcdef"[random.Next(16)]));
}
