using Traceboard.History;
using Traceboard.Sources;

namespace Traceboard.Tests.Answers.Board;

/// <summary>Traces are kept by image, and yet no trace of one digest is shown on a pod that runs another.</summary>
public sealed class DigestTests : IAsyncDisposable
{
    private const string Fixed = "registry.example.com/shop/cart:1.2.3";
    private const string WithSha = "registry.example.com/shop/cart:2222222bbbbbbb2222222bbbbbbb2222222bbbbb";
    private const string First = "3333333bbbbbbb2222222bbbbbbb2222222bbbbb";
    private const string Second = "4444444bbbbbbb2222222bbbbbbb2222222bbbbb";
    private readonly RecordedWorld _world = new(
        ("Sources:0:Image", "registry.example.com/shop/{repo}"), ("Sources:0:Repository", "github:acme/{repo}"),
        ("Environments:0:Name", "staging"), ("Environments:0:Match:0:Cluster", "stage"), ("Environments:1:Name", "production"), ("Environments:1:Match:0:Cluster", "prod"));

    [Fact]
    public async Task What_the_labels_of_one_digest_say_is_not_shown_on_a_pod_with_another()
    {
        var prod = _world.Workload(_world.Cluster("prod"), "cart");
        _world.Run(_world.Workload(_world.Cluster("stage"), "cart"), Fixed, digest: "sha256:a");
        Claim("sha256:a", First);
        Assert.Equal("Traced", (await _world.CellAsync("cart", "staging")).Builds[0].Trace.Status);

        _world.Run(prod, Fixed, digest: "sha256:b");
        await ChangedAsync(Fixed);
        await NobodyIsNamedAsync();

        // Also where the other digest has a label of its own: one tag cannot be two commits.
        Claim("sha256:b", Second);
        await ChangedAsync(Fixed);
        await NobodyIsNamedAsync();
    }

    [Fact]
    public async Task A_SHA_in_the_tag_says_nothing_of_either_digest_once_there_are_two()
    {
        var prod = _world.Workload(_world.Cluster("prod"), "cart");
        _world.Run(_world.Workload(_world.Cluster("stage"), "cart"), WithSha, digest: "sha256:a");
        _world.Remember(WithSha);
        Assert.Equal("Traced", (await _world.CellAsync("cart", "staging")).Builds[0].Trace.Status);

        _world.Run(prod, WithSha, digest: "sha256:b");
        await ChangedAsync(WithSha);

        await NobodyIsNamedAsync();
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    private async Task NobodyIsNamedAsync()
    {
        foreach (var environment in new[] { "staging", "production" })
        {
            var trace = Assert.Single((await _world.CellAsync("cart", environment)).Builds).Trace;
            Assert.Equal(("Moving", null), (trace.Status, trace.Commit));
        }
    }

    private Task ChangedAsync(string image) => _world.CommitAsync(new HistoryChange([], Running: true, Traces: true) { Images = [image] });

    private void Claim(string digest, string sha)
    {
        _world.Database.Add(new ClaimRow { Image = Fixed, Kind = "ociLabel", Origin = digest, Keys = "org.opencontainers.image.revision", Revision = sha, SeenAt = RecordedWorld.Noon });
        _world.Database.Add(new QuestionRow
        {
            Host = "github",
            Path = "acme/cart",
            Candidate = sha,
            State = QuestionState.Found,
            AskedAt = RecordedWorld.Noon,
            Commit = new CommitRow { Host = "github", Path = "acme/cart", Sha = sha, Title = "Ship it", AuthorName = "Ada", Url = "https://github.com/x", MergeRequestStatus = MergeRequestStatus.None },
        });
        _world.Database.SaveChanges();
    }
}
