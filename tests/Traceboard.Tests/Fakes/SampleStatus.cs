using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Sources;
using Traceboard.Sources.Registries;

namespace Traceboard.Tests.Fakes;

/// <summary>A status with a cluster that lags and a Git host that paused.</summary>
internal static class SampleStatus
{
    public static StatusAnswer At(DateTimeOffset now) => new()
    {
        AsOf = now.AddMinutes(-7),
        Freshness = Freshness.Stale,
        Version = "0.1.0",
        StartedAt = now.AddDays(-3).AddHours(-4),
        Clusters =
        [
            Live("stage-eu", now, 412),
            Live("prod-eu", now, 1204),
            new ClusterState
            {
                Name = "prod-us",
                Uid = "9d1c2b7e-58b3-4f0e-9f7e-1c2d3e4f5a6b",
                Server = "https://prod-us.example.com:6443",
                Freshness = Freshness.Stale,
                ProvenAt = now.AddMinutes(-7),
                ListedAt = now.AddHours(-9),
                Pods = 310,
                Problems = ["prod-us.example.com:6443 refuses the connection (since 7 min). Check the API server and the network policy; Traceboard tries again every 30 s."],
                Watches =
                [
                    new("pods", "waiting", now.AddMinutes(-7), 4, "connection refused"),
                    new("replicasets", "waiting", now.AddMinutes(-7), 3, "connection refused"),
                    new("jobs", "forbidden", null, 0, "jobs.batch is forbidden: grant get, list and watch"),
                ],
            },
        ],
        Gaps = [new("prod-us", now.AddHours(-9).AddMinutes(-12), now.AddHours(-9), "Traceboard was not running")],
        GitHosts =
        [
            new GitHostState { Name = "github", Kind = "GitHub", Url = "https://github.com", Authenticated = true, Limit = 5000, Remaining = 4812, ResetsAt = now.AddMinutes(31), Calls = 188, LastSuccessAt = now.AddSeconds(-20) },
            new GitHostState { Name = "gitlab", Kind = "GitLab", Url = "https://gitlab.example.com", Authenticated = false, Limit = 500, Remaining = 0, ResetsAt = now.AddMinutes(4), PausedUntil = now.AddMinutes(4), Calls = 712, LastError = "429 Too Many Requests", LastSuccessAt = now.AddMinutes(-2) },
        ],
        Registries =
        [
            new RegistryState { Host = "docker.io", Url = "https://registry-1.docker.io", Authenticated = false, Limit = 100, Remaining = 76, Calls = 31, LastSuccessAt = now.AddMinutes(-1) },
            new RegistryState { Host = "registry.example.com", Url = "https://registry.example.com", Authenticated = true, Calls = 9, LastError = "The user name or password is not accepted. Correct Traceboard:Registries:1:UserName and Traceboard:Registries:1:PasswordFile." },
        ],
        Queue = new(3, now.AddSeconds(-40)),
        Database = new("Sqlite", "3.53.3", "/var/lib/traceboard/traceboard.db", 48_300_000, 12_431, now.AddSeconds(-1), null),
    };

    /// <summary>The same with all clusters live and both hosts answering.</summary>
    public static StatusAnswer WellAt(DateTimeOffset now)
    {
        var status = At(now);
        return status with
        {
            AsOf = now.AddSeconds(-2),
            Freshness = Freshness.Live,
            Clusters = [Live("stage-eu", now, 412), Live("prod-eu", now, 1204), Live("prod-us", now, 310)],
            GitHosts = [status.GitHosts[0]],
            Registries = [status.Registries[0]],
            Queue = new(0, null),
            Gaps = [],
        };
    }

    private static ClusterState Live(string name, DateTimeOffset now, int pods) => new()
    {
        Name = name,
        Uid = "0b7c2b7e-58b3-4f0e-9f7e-1c2d3e4f5a6b",
        Server = $"https://{name}.example.com:6443",
        Freshness = Freshness.Live,
        ProvenAt = now.AddSeconds(-2),
        ListedAt = now.AddHours(-3),
        Pods = pods,
        Watches = [new("pods", "watching", now.AddSeconds(-2), 1, null), new("replicasets", "watching", now.AddSeconds(-4), 1, null), new("deployments", "watching", now.AddSeconds(-9), 1, null)],
    };
}
