namespace Traceboard.Simulation.Fleet;

/// <summary>Says what was released of a service in an environment until now, oldest first.</summary>
internal sealed class ReleaseHistory(RepositoryWorld world, int seed, DateTimeOffset now)
{
    public const int Development = 0;
    public const int Staging = 1;
    public const int Production = 2;
    private const int Remembered = 6;

    public IReadOnlyList<Release> Of(ServicePlan service, int environment)
    {
        var random = Seeded.Random(seed, $"releases/{service.Name}/{environment}");
        var since = now - random.Between(TimeSpan.FromDays(3), TimeSpan.FromDays(30));
        if (service.Repository is null)
            return [new Release(service.Ghost == Ghost.None ? service.Image : ImageTags.OfGhost(service, null), null, since)];
        var mainline = world.Of(service).Mainline;
        if (service.Ghost != Ghost.None && (environment == Production || service.Ghost is Ghost.NoTag or Ghost.Branch or Ghost.Version or Ghost.ForbiddenRepository or Ghost.Annotated or Ghost.LabelledBranch or Ghost.InheritedLabels))
            return [new Release(ImageTags.OfGhost(service, mainline[^1]), service.Ghost == Ghost.ForbiddenRepository ? mainline[^1] : null, Later(since, mainline[^1].CommittedAt.AddMinutes(25)))];
        var last = mainline.Count - 1 - (environment == Development ? 0 : service.Behind.Staging) - (environment == Production ? service.Behind.Production : 0);
        var releases = new List<Release>();
        var at = DateTimeOffset.MinValue;
        for (var step = Remembered - 1; step >= 0; step--)
        {
            var commit = mainline[Math.Max(0, last - (step * (environment + 1)))];
            var latest = now - random.Between(TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(70));
            var due = commit.CommittedAt + Delay(environment, random);
            at = Later(due < latest ? due : Later(latest, commit.CommittedAt.AddMinutes(3)), at.AddMinutes(step == 0 ? 4 : 9));
            at = at < now.AddMinutes(-3) ? at : now.AddMinutes(-3);
            if (releases.Count == 0 || releases[^1].Commit != commit)
                releases.Add(new Release($"{service.Image}:{ImageTags.Of(service.Tags, commit)}", commit, at, 1 + (releases.Count / 4)));
        }

        return WithIncidents(service, environment, releases);
    }

    /// <summary>A rollback within the hour, and a hotfix that the default branch does not have.</summary>
    private List<Release> WithIncidents(ServicePlan service, int environment, List<Release> releases)
    {
        var writer = world.Of(service);
        switch (service.Name, environment)
        {
            case ("search", Production):
                var good = releases[^1];
                var bad = writer.Mainline[writer.Mainline.ToList().IndexOf(good.Commit!) + 1];
                releases.Add(good with { Image = $"{service.Image}:{ImageTags.Of(service.Tags, bad)}", Commit = bad, At = now.AddMinutes(-41) });
                releases.Add(good with { At = now.AddMinutes(-26) });
                break;
            case ("accounts", Production):
                var fix = writer.Hotfix(releases[^1].Commit!, now.AddMinutes(-200));
                releases.Add(releases[^1] with { Image = $"{service.Image}:{ImageTags.Of(service.Tags, fix)}", Commit = fix, At = Later(now.AddMinutes(-180), releases[^1].At.AddMinutes(2)) });
                break;
            default:
                break;
        }

        return releases;
    }

    private static TimeSpan Delay(int environment, Random random) => environment switch
    {
        Development => random.Between(TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(9)),
        Staging => random.Between(TimeSpan.FromHours(0.5), TimeSpan.FromHours(5)),
        _ => random.Between(TimeSpan.FromHours(6), TimeSpan.FromHours(30)),
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
