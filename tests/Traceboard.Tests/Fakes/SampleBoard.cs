using System.Security.Cryptography;
using System.Text;
using Traceboard.Answers;
using Traceboard.Clusters;

namespace Traceboard.Tests.Fakes;

/// <summary>A believable board: in step, rolling out, stalled, rolled back, mixed, every kind of ghost, pending, external, a stale cluster.</summary>
internal sealed class SampleBoard
{
    public static readonly string[] EnvironmentNames = ["development", "staging", "production"];

    private readonly DateTimeOffset _now;

    public SampleBoard(DateTimeOffset now)
    {
        _now = now;
        BoardService[] services =
        [
            Row("cart", "storefront", Cell("Keep the basket over sign-in", "Li Wei", 3 * 60, 1, 1), Same(Cell("Keep the basket over sign-in", "Li Wei", 150, 2, 2)), Same(Cell("Keep the basket over sign-in", "Li Wei", 95, 6, 6))),
            Row("catalog", "storefront", Cell("Cache facets per locale", "Li Wei", 180, 1, 1), Same(Cell("Cache facets per locale", "Li Wei", 120, 2, 2)), Same(Cell("Cache facets per locale", "Li Wei", 41, 8, 8))),
            Row("checkout", "payments", Cell("Retry card authorisation on timeout", "Anna Kim", 12, 2, 2), Same(Cell("Retry card authorisation on timeout", "Anna Kim", 8, 2, 3)) with { Rollout = "Progressing", State = "mixed" }, Cell("Show tax per line", "João Melo", 5 * 1440, 6, 6) with { Drift = new("staging", "Behind", null, 12, 5.2) }),
            Row("edge-proxy", "platform", Ghost("Moving", "registry.example.com/platform/edge:main", 4 * 1440, 1), Ghost("NoRevision", "registry.example.com/platform/edge:2.4.1", 8 * 1440, 2), Ghost("Forbidden", "ghcr.io/acme-private/edge:1f0c9d2", 30 * 1440, 4)),
            Row("fraud-check", "payments", Cell("Score by velocity", "Tom Nash", 26 * 60, 1, 1), Cell("Score by velocity", "Tom Nash", 15, 1, 3) with { Rollout = "Stalled", RolloutReason = "ImagePullBackOff", Drift = new("development", "Same", 0, 0, 0) }, Cell("Ignore test cards", "Anna Kim", 9 * 1440, 4, 4) with { Drift = new("staging", "Unknown", null, null, 3.4) }),
            Row("gateway", "platform", Cell("Drop TLS 1.1", "Tom Nash", 240, 1, 1), Same(Cell("Drop TLS 1.1", "Tom Nash", 230, 2, 2)), Stale(Cell("Raise header limit", "Tom Nash", 21 * 1440, 12, 12) with { Drift = new("staging", "Unknown", null, null, 16.2) })),
            Row("ledger", "payments", Cell("Idempotent postings", "Anna Kim", 2 * 1440, 1, 1), Same(Cell("Idempotent postings", "Anna Kim", 2 * 1440, 2, 2)), Pending("registry.example.com/payments/ledger:8d21f0c", 3)),
            Row("mailer", "growth", Cell("Plain-text part for receipts", "Mia Tran", 6 * 1440, 1, 1), Same(Cell("Plain-text part for receipts", "Mia Tran", 6 * 1440, 1, 1)), Ghost("Moving", "docker.io/acme/mailer:latest", 9 * 1440, 3)),
            Row("media-resizer", "growth", Absent, Ghost("Unmapped", "quay.io/acme/resizer:77ab01c", 3 * 1440, 1), Ghost("NotFound", "registry.example.com/growth/resizer:deadbee", 12 * 1440, 2)),
            Row("notifications", null, Cell("A title with <script>alert(1)</script> & \u202Egnirts desrever", "Ünal Öztürk", 75, 1, 1), Cell("Batch push messages per minute instead of one request for each device, which the provider throttles", "renovate[bot]", 30, 2, 2) .And(Cell("Show tax per line", "João Melo", 900, 1, 1)) with { State = "mixed", Drift = new("development", "Diverged", 3, 1, 0.6) }, Absent),
            Row("postgres", "platform", External("docker.io/library/postgres:17.2"), External("docker.io/library/postgres:17.2"), External("docker.io/library/postgres:16.4")),
            Row("search", "storefront", Cell("Tokenise hyphenated names", "Sara Olsen", 1440, 1, 1), Cell("Bump Lucene to 10.2", "renovate[bot]", 2 * 1440, 2, 2) with { Drift = new("development", "Behind", 0, 4, 1.2) }, Cell("Hotfix: cap result window", "Sara Olsen", 26, 4, 4) with { Change = "Rollback", Drift = new("staging", "Ahead", 1, 0, 0.3) }),
        ];
        Answer = new BoardAnswer
        {
            AsOf = now.AddMinutes(-7),
            Freshness = Freshness.Stale,
            Environments =
            [
                new("development", Freshness.Live, now.AddSeconds(-2), 1, 0),
                new("staging", Freshness.Live, now.AddSeconds(-3), 1, 0),
                new("production", Freshness.Stale, now.AddMinutes(-7), 2, 1),
            ],
            Services = services,
            Teams = ["growth", "payments", "platform", "storefront"],
            Summary = new BoardSummary(services.Length, 91, 78, 2, 1, 4, 1, 6, 1),
        };
    }

    public BoardAnswer Answer { get; }

    private static BoardCell Absent { get; } = new() { State = "absent" };

    public static string Sha(string seed) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..40];

    public static TraceAnswer Traced(string title, string author, DateTimeOffset at)
    {
        var sha = Sha(title);
        var who = new PersonAnswer(author, author.ToLowerInvariant().Replace(' ', '.'));
        var number = 900 + (title.Length * 7);
        return new TraceAnswer
        {
            Status = "Traced",
            Revision = new("gitlab", "shop/checkout", sha, $"https://gitlab.example.com/shop/checkout/-/commit/{sha}"),
            Commit = new(sha, title, who, at.AddHours(-3), at.AddHours(-2), $"https://gitlab.example.com/shop/checkout/-/commit/{sha}"),
            MergeRequest = new(number, title, who, new("João Melo", "joao"), at.AddHours(-1), $"https://gitlab.example.com/shop/checkout/-/merge_requests/{number}"),
            MergeRequestStatus = "Merged",
            Evidence =
            [
                new("tag", $"main-{sha[..7]}-1763866", "confirmed", $"The tag holds {sha[..7]}; gitlab has that commit in shop/checkout."),
                new("ociLabel", "org.opencontainers.image.revision", "unused", "The registry was not asked."),
            ],
        };
    }

    private static BoardService Row(string service, string? team, params BoardCell[] cells) => new()
    {
        Service = service,
        Team = team,
        Cells = EnvironmentNames.Zip(cells).ToDictionary(cell => cell.First, cell => Placed(cell.Second, service, cell.First), StringComparer.Ordinal),
    };

    private static BoardCell Placed(BoardCell cell, string service, string environment) => cell.State == "absent" ? cell : cell with
    {
        DeploymentId = $"{service}-{environment}",
        Workloads = [new(environment == "production" ? "prod-eu" : "stage-eu", "shop", "Deployment", service)],
        Builds = [.. cell.Builds.Select(build => build with { Image = build.Image.Replace("SERVICE", service, StringComparison.Ordinal), Container = service })],
    };

    private static BoardCell Same(BoardCell cell) => cell with { Drift = new("left", "Same", 0, 0, 0) };

    private BoardCell Stale(BoardCell cell) => cell with { Freshness = Freshness.Stale, AsOf = _now.AddMinutes(-7) };

    private BoardCell Cell(string title, string author, int minutes, int ready, int total) => Of(
        "registry.example.com/shop/SERVICE:main-" + Sha(title)[..7],
        Traced(title, author, _now.AddMinutes(-minutes)),
        minutes,
        ready,
        total);

    private BoardCell Ghost(string status, string image, int minutes, int pods) => Of(image, new TraceAnswer
    {
        Status = status,
        Reason = Reason(status, image),
        MergeRequestStatus = "Unknown",
        Evidence = [new("tag", image[(image.LastIndexOf(':') + 1)..], "refuted", "This is not the SHA of a commit.")],
    }, minutes, pods, pods);

    private static string Reason(string status, string image) => status switch
    {
        "Moving" => $"The tag {image[(image.LastIndexOf(':') + 1)..]} moves: nobody can tell which commit runs. Tag images with the commit SHA.",
        "NoRevision" => "The tag 2.4.1 holds no commit SHA. Tag images with the commit SHA, or add the pattern of your tags to Traceboard:Tags.",
        "Unmapped" => "No mapping rule matches quay.io/acme/resizer. Add a rule under Traceboard:Sources, for example { \"Image\": \"quay.io/acme/{repo}\", \"Repository\": \"github:acme/{repo}\" }.",
        "NotFound" => "gitlab:growth/resizer has no commit that starts with deadbee. The commit may lie in a fork or may have been force-pushed away.",
        _ => "github refuses to answer for acme-private/edge: Resource not accessible. Give the Git host github a token that may read the repository.",
    };

    private BoardCell Pending(string image, int pods) => Of(image, new TraceAnswer
    {
        Status = "Pending",
        Reason = "Asking gitlab.example.com; its rate limit ends at 03:12 UTC",
        PendingSince = _now.AddSeconds(-40),
        MergeRequestStatus = "Pending",
    }, 1, pods, pods);

    private BoardCell External(string image) => Of(image, new TraceAnswer { Status = "External", MergeRequestStatus = "None" }, 40 * 1440, 1, 1);

    private BoardCell Of(string image, TraceAnswer trace, int minutes, int ready, int total) => new()
    {
        State = "single",
        Ready = ready,
        Total = total,
        Since = _now.AddMinutes(-minutes),
        Rollout = "Complete",
        Change = "Rollout",
        Freshness = Freshness.Live,
        AsOf = _now.AddSeconds(-2),
        Builds =
        [
            new BuildAnswer { Image = image, Digest = "sha256:" + Sha(image) + Sha(image)[..24], Container = "app", IsPrimary = true, Pods = total, Ready = ready, Trace = trace },
        ],
    };

}

/// <summary>Cells put together.</summary>
internal static class SampleCells
{
    public static BoardCell And(this BoardCell cell, BoardCell other) => cell with
    {
        Builds = [.. cell.Builds, .. other.Builds],
        Ready = cell.Ready + other.Ready,
        Total = cell.Total + other.Total,
    };
}
