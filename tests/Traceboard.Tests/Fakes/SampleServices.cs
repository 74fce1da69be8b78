using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Sources.Mending;

namespace Traceboard.Tests.Fakes;

/// <summary>The services of the sample board with pods, and a history for each.</summary>
internal sealed class SampleServices(DateTimeOffset now, BoardAnswer board)
{
    private static readonly (string Change, string Title, string Author, int Hours)[] Past =
    [
        ("Rollout", "Retry card authorisation on timeout", "Anna Kim", 1),
        ("ConfigChange", "Show tax per line", "João Melo", 30),
        ("Rollback", "Show tax per line", "João Melo", 52),
        ("Rollout", "Round tax half to even", "João Melo", 55),
        ("Redeploy", "Show tax per line", "João Melo", 96),
        ("Rollout", "Show tax per line", "João Melo", 120),
        ("Removed", "Bump Polly to 8.9", "renovate[bot]", 200),
        ("First", "Bump Polly to 8.9", "renovate[bot]", 400),
    ];

    private static Mend Mapping => new("Add a mapping rule that names the repository.",
    [
        new MendSnippet("mappingRule", "Under Traceboard:Sources", "{ \"Image\": \"quay.io/acme/{repo}\", \"Repository\": \"github:acme/{repo}\" }"),
        new MendSnippet("docker", "With Docker alone", "docker push"),
    ]);

    public ServiceAnswer? Find(string service)
    {
        if (board.Services.FirstOrDefault(row => row.Service == service) is not { } row)
            return null;
        var environments = row.Cells.Where(cell => cell.Value.State != "absent").Select(cell => new ServiceEnvironment
        {
            Environment = cell.Key,
            Cell = cell.Value,
            Workloads = [.. cell.Value.Workloads.Select(workload => WorkloadOf(workload, cell.Value))],
            Fixes = [.. cell.Value.Builds.Where(build => build.Trace.Status == "Unmapped").Select(build => new ImageFix(build.Image, Mapping))],
        });
        return new ServiceAnswer { AsOf = now.AddSeconds(-2), Freshness = Freshness.Live, Service = service, Team = row.Team, Environments = [.. environments] };
    }

    public IReadOnlyList<DeploymentAnswer> HistoryOf(string service) => Find(service) is null ? [] :
    [
        .. Enumerable.Range(0, 5).SelectMany(round => Past.Select((past, i) => Deployment(service, past, round, i))),
    ];

    private ServiceWorkload WorkloadOf(WorkloadAnswer workload, BoardCell cell) => new(
        workload,
        cell.Ready,
        cell.Total,
        cell.Rollout!,
        cell.RolloutReason,
        cell.Freshness,
        cell.AsOf,
        cell.Builds,
        [.. Enumerable.Range(0, cell.Total).Select(i => Pod(workload, cell, i))]);

    private PodSnapshot Pod(WorkloadAnswer workload, BoardCell cell, int i)
    {
        var ready = i < cell.Ready;
        return new PodSnapshot
        {
            Name = $"{workload.Name}-6c9d77f4b8-{SampleBoard.Sha($"{workload.Name}{i}")[..5]}",
            Status = ready ? "Running" : cell.RolloutReason ?? "ContainerCreating",
            Ready = ready,
            Restarts = i == 1 ? 4 : 0,
            Node = ready ? $"worker-{(i % 3) + 1}.eu.example.com" : null,
            CreatedAt = now.AddMinutes(-8 - (i * 3)),
            Containers = [.. cell.Builds.Select(build => new PodContainerSnapshot(build.Container, build.Image, build.Digest, ready, 0))],
        };
    }

    private DeploymentAnswer Deployment(string service, (string Change, string Title, string Author, int Hours) past, int round, int i)
    {
        var at = now.AddHours(-past.Hours - (round * 500));
        var before = Past[Math.Min(i + 1, Past.Length - 1)];
        return new DeploymentAnswer
        {
            Id = $"{service}-{round}-{i}",
            Service = service,
            Environment = i % 3 == 1 ? "staging" : "production",
            Workload = new("prod-eu", "shop", "Deployment", service),
            Container = service,
            Change = past.Change,
            Origin = round == 4 ? "Reconstructed" : "Observed",
            StartedAt = at,
            CompletedAt = i == 0 && round == 0 ? null : at.AddMinutes(3),
            Rollout = i == 0 && round == 0 ? "Progressing" : "Complete",
            Previous = past.Change == "First" ? null : Build(before.Title, before.Author, at),
            Current = past.Change == "Removed" ? null : Build(past.Title, past.Author, at),
            RollbackOf = past.Change == "Rollback" ? $"{service}-{round}-5" : null,
        };
    }

    private static BuildTraceAnswer Build(string title, string author, DateTimeOffset at) =>
        new($"registry.example.com/shop/checkout:main-{SampleBoard.Sha(title)[..7]}", "sha256:" + SampleBoard.Sha(title), SampleBoard.Traced(title, author, at));
}
