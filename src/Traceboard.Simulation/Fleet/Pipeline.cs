using Traceboard.Simulation.GitHosts;

namespace Traceboard.Simulation.Fleet;

/// <summary>
/// What goes on at Acme: somebody merges, it goes to development, most of it on to staging, some of it on to production;
/// now and then a rollback, a restart, a change of settings, a preview, a release that does not start.
/// </summary>
internal sealed class Pipeline(RepositoryWorld world, IReadOnlyList<FleetCluster> clusters, Schedule schedule, Random random)
{
    private readonly IReadOnlyList<ServicePlan> _moving = [.. Catalogue.Services.Where(service => !service.IsStill && clusters.All(cluster => !cluster.IsStuck(service)))];
    private int _previews;

    public void Begin()
    {
        foreach (var cluster in clusters)
            cluster.Plane.Resume();
        Later(1, 2, Step);
        Later(8, 12, Incident);
    }

    /// <summary>What everybody opens the board for: something bad reaches production and is taken back within a minute.</summary>
    private void Incident()
    {
        var (service, production) = (Deployment(), clusters[ReleaseHistory.Production]);
        var bad = ReleaseOf(service, world.Of(service).Next(schedule.Now));
        production.Release(service, bad);
        Later(35, 45, () =>
        {
            if (production.Current(service) == bad)
                production.RollBack(service);
        });
    }

    private void Step()
    {
        var chance = random.Next(100);
        Action happening = chance switch
        {
            < 62 => Deliver,
            < 66 => Promote,
            < 71 => RollBack,
            < 79 => Restart,
            < 87 => ChangeSettings,
            < 93 => Scale,
            < 97 => Preview,
            _ => Break,
        };
        happening();
        Later(3, 7, Step);
    }

    private void Deliver()
    {
        // Some teams are busier than others: a third of the services gets half of the commits, so that drift lasts elsewhere.
        var service = _moving[random.Next(2) == 0 ? random.Next(_moving.Count) : random.Next(_moving.Count / 3) * 3];
        var commit = world.Of(service).Next(schedule.Now);
        var (reachesStaging, reachesProduction) = (random.Next(100) < 55, random.Next(100) < 25);
        Later(1, 3, () => Release(service, ReleaseHistory.Development, commit));
        if (!reachesStaging)
            return;
        Later(15, 40, () => Release(service, ReleaseHistory.Staging, commit));
        if (reachesProduction)
            Later(60, 150, () => Release(service, ReleaseHistory.Production, commit));
    }

    /// <summary>A release that waited for somebody's approval.</summary>
    private void Promote()
    {
        var waiting = _moving.Where(service => Current(service, ReleaseHistory.Staging).Commit is { } ready && ready.Order > (Current(service, ReleaseHistory.Production).Commit?.Order ?? 0)).ToList();
        if (waiting.Count == 0)
            return;
        var chosen = random.Pick(waiting);
        Release(chosen, ReleaseHistory.Production, Current(chosen, ReleaseHistory.Staging).Commit!);
    }

    private void RollBack()
    {
        var (service, environment) = (Deployment(), random.Next(100) < 60 ? ReleaseHistory.Production : ReleaseHistory.Staging);
        clusters[environment].RollBack(service);
    }

    private void Restart()
    {
        var service = random.Pick(_moving.Where(service => service.Kind != "CronJob").ToList());
        random.Pick(clusters).Plane.Restart(service.Kind, service.Namespace, service.Name);
    }

    private void ChangeSettings()
    {
        var (service, cluster) = (Deployment(), random.Pick(clusters));
        var current = cluster.Current(service);
        cluster.Release(service, current with { Settings = current.Settings + 1, At = schedule.Now });
    }

    private void Scale()
    {
        var (service, cluster) = (Deployment(), clusters[ReleaseHistory.Production]);
        cluster.Scale(service, random.Next(-1, 3));
    }

    /// <summary>An open request runs in development for a minute.</summary>
    private void Preview()
    {
        var service = Catalogue.Services[0];
        var writer = world.Of(service);
        var commit = writer.Story.Open(Titles.Change(service.Nouns, _previews, 11), [Titles.Step(service.Nouns, random)], random.Pick(writer.Team), schedule.Now);
        var preview = service with { Name = $"{service.Name}-preview-{++_previews}", Replicas = [1, 0, 0] };
        var development = clusters[ReleaseHistory.Development];
        development.Release(preview, ReleaseOf(preview, commit));
        Later(45, 90, () => development.Remove(preview));
    }

    /// <summary>A release that does not start, and somebody who takes it back.</summary>
    private void Break()
    {
        var service = Deployment();
        var staging = clusters[ReleaseHistory.Staging];
        var release = ReleaseOf(service, world.Of(service).Next(schedule.Now));
        staging.Plane.BrokenImages[release.Image] = random.Next(2) == 0 ? "CrashLoopBackOff" : "ImagePullBackOff";
        Later(1, 3, () => staging.Release(service, release));
        Later(150, 200, () =>
        {
            if (staging.Current(service) == release)
                staging.RollBack(service);
        });
    }

    private void Release(ServicePlan service, int environment, GitCommit commit)
    {
        if (Current(service, environment).Commit is { } before && before.Order >= commit.Order)
            return;
        clusters[environment].Release(service, ReleaseOf(service, commit) with { Settings = Current(service, environment).Settings });
    }

    private Release ReleaseOf(ServicePlan service, GitCommit commit) => new($"{service.Image}:{ImageTags.Of(service.Tags, commit)}", commit, schedule.Now);

    private Release Current(ServicePlan service, int environment) => clusters[environment].Current(service);

    private ServicePlan Deployment() => random.Pick(_moving.Where(service => service.Kind == "Deployment").ToList());

    private void Later(double least, double most, Action happening) =>
        schedule.After(random.Between(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most)), happening);
}
