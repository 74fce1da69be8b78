using Traceboard.Sources;
using Traceboard.Tests.Fakes;

namespace Traceboard.Tests.Sources;

/// <summary>What every Git host must do, whatever it speaks. Further chapters: faults, limits, secrets.</summary>
public abstract partial class GitHostContract
{
    protected const string Sha = "0123456789abcdef0123456789abcdef01234567";
    protected const string OtherSha = "fedcba9876543210fedcba9876543210fedcba98";

    private protected abstract FakeGitHost Create(TimeProvider time);

    private protected Task<GitHostWorld> StartAsync(bool token = true, Action<Dictionary<string, string?>>? configure = null) =>
        GitHostWorld.StartAsync(Create, token, configure);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_commit_is_found_with_its_author_and_the_request_that_merged_it(bool token)
    {
        await using var world = await StartAsync(token);
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(7) { MergeSha = Sha, Head = OtherSha });

        var commit = await world.FindAsync(Sha[..7]);

        Assert.Equal(new Revision(new Repository("host", "acme/shop"), new CommitSha(Sha)), commit.Revision);
        Assert.Equal("Sell more shoes", commit.Title);
        Assert.Equal("Ada Lovelace", commit.Author.Name);
        Assert.Equal(DateTimeOffset.Parse("2026-01-02T03:04:05Z"), commit.AuthoredAt);
        Assert.Equal(DateTimeOffset.Parse("2026-01-02T03:04:05Z"), commit.CommittedAt);
        Assert.StartsWith(world.Server.Url + "/acme/shop/", commit.Url);
        Assert.EndsWith("commit/" + Sha, commit.Url);
        Assert.Equal(MergeRequestStatus.Merged, commit.MergeRequestStatus);
        Assert.Equal(7, commit.MergeRequest!.Number);
        Assert.Equal("ada", commit.MergeRequest.Author!.Login);
        Assert.Equal(DateTimeOffset.Parse("2026-01-03T00:00:00Z"), commit.MergeRequest.MergedAt);
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("squash")]
    [InlineData("head")]
    public async Task Of_several_requests_the_one_counts_that_the_commit_stands_for(string how)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(
            Sha,
            new FakeGitHostMerge(1) { MergeSha = OtherSha, Head = OtherSha, MergedAt = "2025-01-01T00:00:00Z" },
            new FakeGitHostMerge(2) { State = "open", Head = Sha },
            how switch
            {
                "merge" => new FakeGitHostMerge(3) { MergeSha = Sha, Head = OtherSha },
                "squash" => new FakeGitHostMerge(3) { SquashSha = Sha, Head = OtherSha },
                _ => new FakeGitHostMerge(3) { MergeSha = OtherSha, Head = Sha },
            },
            new FakeGitHostMerge(4) { State = "closed", Head = Sha });

        Assert.Equal(3, (await world.FindAsync(Sha)).MergeRequest!.Number);
    }

    [Fact]
    public async Task A_commit_within_merged_requests_belongs_to_the_first_that_was_merged()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(
            Sha,
            new FakeGitHostMerge(9) { MergeSha = OtherSha, Head = OtherSha, MergedAt = "2026-02-01T00:00:00Z" },
            new FakeGitHostMerge(12) { MergeSha = OtherSha, Head = OtherSha, MergedAt = "2026-01-01T00:00:00Z" });

        Assert.Equal(12, (await world.FindAsync(Sha)).MergeRequest!.Number);
    }

    [Fact]
    public async Task An_open_request_makes_the_commit_pending_with_that_request()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(5) { State = "open", MergeSha = Sha }, new FakeGitHostMerge(4) { State = "closed" });

        var commit = await world.FindAsync(Sha);

        Assert.Equal((MergeRequestStatus.Pending, 5), (commit.MergeRequestStatus, commit.MergeRequest!.Number));
        Assert.Null(commit.MergeRequest.MergedBy);
    }

    [Fact]
    public async Task A_commit_without_requests_was_pushed_directly()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(4) { State = "closed" });

        var commit = await world.FindAsync(Sha);

        Assert.Equal(MergeRequestStatus.None, commit.MergeRequestStatus);
        Assert.Null(commit.MergeRequest);
    }

    [Fact]
    public async Task A_branch_or_tag_that_looks_like_hex_is_not_a_commit()
    {
        await using var world = await StartAsync();
        var repository = world.Server.Add("acme/shop");
        var head = repository.Add(OtherSha);
        repository.Add(Sha);
        repository.Names["deadbeef"] = head;
        repository.Names["20240131"] = head;
        // This name even hides a commit.
        repository.Names[Sha[..7]] = head;

        foreach (var name in new[] { "deadbeef", "20240131", Sha[..7] })
            Assert.Contains("branch or tag", Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(name)).Detail);
        Assert.Equal(Sha, (await world.FindAsync(Sha)).Revision.Sha.Value);
    }

    [Theory]
    [InlineData("0123456")]
    [InlineData("0123456789abcdef0123456789abcdef01234560")]
    public async Task A_sha_that_nobody_knows_is_not_found(string candidate)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(OtherSha);

        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(candidate));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_prefix_of_two_commits_is_ambiguous_and_never_guessed(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Add(Sha);
        repository.Add(Sha[..39] + "0");

        Assert.IsType<CommitAnswer.Ambiguous>(await world.AskAsync(Sha[..12]));
        Assert.InRange(world.Server.Requests.Count, 1, 2);
        Assert.Equal(Sha, (await world.FindAsync(Sha)).Revision.Sha.Value);
    }

    [Fact]
    public async Task A_question_that_is_there_twice_is_asked_once()
    {
        await using var world = await StartAsync(token: false);
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha });
        var question = new CommitQuestion("acme/shop", Sha);

        var answers = await world.Host.FindCommitsAsync([question, question, question, question], Cancellation);

        Assert.All(answers, answer => Assert.IsType<CommitAnswer.Found>(answer));
        Assert.Equal(2, world.Server.Requests.Count);
    }

    [Fact]
    public async Task An_empty_repository_has_no_commits()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").IsEmpty = true;

        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(Sha[..8]));
    }

    [Fact]
    public async Task A_repository_that_is_not_shown_is_missing_whatever_the_reason()
    {
        await using var world = await StartAsync();

        Assert.IsType<CommitAnswer.RepositoryMissing>(await world.AskAsync(Sha, "acme/none"));
        Assert.IsType<CommitAnswer.RepositoryMissing>(await world.AskAsync(Sha[..8], "acme/none"));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("acme/../shop")]
    [InlineData("acme/..")]
    [InlineData("acme/shop?x=1")]
    [InlineData("acme/sh\"op")]
    [InlineData("acme/shop\n")]
    [InlineData("acme/sh%2Fop")]
    [InlineData("")]
    public async Task A_path_that_could_leave_its_place_is_never_asked_for(string path)
    {
        await using var world = await StartAsync();

        Assert.IsType<CommitAnswer.RepositoryMissing>(await world.AskAsync(Sha, path));
        Assert.Empty(world.Server.Requests);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("abcde")]
    [InlineData("abcdef\"){x}")]
    [InlineData("abcdef0/pulls")]
    public async Task What_is_not_hex_is_never_asked_for(string candidate)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop");

        Assert.IsType<CommitAnswer.NotFound>(await world.AskAsync(candidate));
        Assert.Empty(world.Server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Accounts_that_are_gone_leave_the_name_from_Git(bool token)
    {
        await using var world = await StartAsync(token);
        var repository = world.Server.Add("acme/shop");
        repository.Commits.Add(new FakeGitHostCommit(Sha)
        {
            AuthorLogin = null,
            Requests = [new FakeGitHostMerge(1) { MergeSha = Sha, AuthorLogin = null, MergerLogin = null }],
        });
        repository.Commits.Add(new FakeGitHostCommit(OtherSha) { AuthorName = null, AuthorLogin = null });

        var commit = await world.FindAsync(Sha);
        Assert.Equal(new Person("Ada Lovelace"), commit.Author);
        Assert.Null(commit.MergeRequest!.Author);
        Assert.Null(commit.MergeRequest.MergedBy);
        Assert.Equal(new Person("unknown"), (await world.FindAsync(OtherSha)).Author);
    }

    [Fact]
    public async Task Text_and_addresses_from_outside_are_tamed()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Commits.Add(new FakeGitHostCommit(Sha)
        {
            Message = "\u001b[31mred\u202e\0" + new string('x', 2000) + "\nsecond",
            AuthorName = new string('n', 1000),
            AuthoredAt = "the day before yesterday",
            Requests = [new FakeGitHostMerge(1) { MergeSha = Sha, Title = "\u2066" + new string('t', 999), Url = "javascript:alert(1)" }],
        });

        var commit = await world.FindAsync(Sha);

        Assert.Equal(512, commit.Title.Length);
        Assert.StartsWith("[31mredxxx", commit.Title);
        Assert.Equal(256, commit.Author.Name.Length);
        Assert.Equal(commit.CommittedAt, commit.AuthoredAt);
        Assert.Equal(512, commit.MergeRequest!.Title.Length);
        Assert.StartsWith(world.Server.Url + "/acme/shop/", commit.MergeRequest.Url);
    }

    [Theory]
    [InlineData("https://evil.example/acme/shop/pull/1")]
    [InlineData("//evil.example/x")]
    [InlineData("BASE.evil.example/acme")]
    public async Task A_link_away_from_the_host_is_replaced_by_our_own(string link)
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha, new FakeGitHostMerge(1) { MergeSha = Sha, Url = link.Replace("BASE", world.Server.Url) });

        Assert.StartsWith(world.Server.Url + "/acme/shop/", (await world.FindAsync(Sha)).MergeRequest!.Url);
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_questions()
    {
        await using var world = await StartAsync();
        world.Server.Add("acme/shop").Add(Sha);
        world.Server.Add("acme/till").Add(OtherSha);
        CommitQuestion[] questions = [new("acme/till", OtherSha[..7]), new("no", Sha), new("acme/shop", "main!"), new("acme/gone", Sha), new("acme/shop", Sha), new("acme/shop", Sha)];

        var answers = await world.Host.FindCommitsAsync(questions, Cancellation);

        Assert.Equal(OtherSha, Assert.IsType<CommitAnswer.Found>(answers[0]).Commit.Revision.Sha.Value);
        Assert.IsType<CommitAnswer.RepositoryMissing>(answers[1]);
        Assert.IsType<CommitAnswer.NotFound>(answers[2]);
        Assert.IsType<CommitAnswer.RepositoryMissing>(answers[3]);
        Assert.IsType<CommitAnswer.Found>(answers[4]);
        Assert.IsType<CommitAnswer.Found>(answers[5]);
    }
}
