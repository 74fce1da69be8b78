using Traceboard.Simulation.GitHosts;

namespace Traceboard.Simulation.Fleet;

/// <summary>All repositories of the fleet with six weeks of history each.</summary>
internal sealed class RepositoryWorld
{
    /// <summary>A branch whose name reads like an abbreviated SHA.</summary>
    public const string HexBranch = "deadbeef";

    private static readonly TimeSpan Reach = TimeSpan.FromDays(42);
    private readonly int _seed;
    private readonly DateTimeOffset _now;
    private readonly Dictionary<string, RepositoryWriter> _writers = new(StringComparer.Ordinal);

    public RepositoryWorld(int seed, DateTimeOffset now)
    {
        (_seed, _now) = (seed, now);
        foreach (var (index, services) in Catalogue.Services.Where(service => service.Repository is not null).GroupBy(service => service.Repository!, StringComparer.Ordinal).Index())
            _writers.Add(services.Key, Write(services.Key, index + 100, [.. services]));
    }

    public IEnumerable<GitRepository> On(bool gitLab) => _writers.Values.Where(writer => writer.OnGitLab == gitLab).Select(writer => writer.Story.Repository);

    public RepositoryWriter Of(ServicePlan service) => _writers[service.Repository!];

    private RepositoryWriter Write(string path, int id, IReadOnlyList<ServicePlan> services)
    {
        var first = services[0];
        var random = Seeded.Random(_seed, "repository/" + path);
        var repository = new GitRepository(path, id, _seed, first.Ghost == Ghost.ForbiddenRepository ? GitAccess.Forbidden : GitAccess.Readable);
        var writer = new RepositoryWriter(new RepositoryStory(repository, first.OnGitLab), first.OnGitLab, People.OfTeam(first.Team), [.. services.SelectMany(service => service.Nouns)], random);
        var inStep = services.All(service => service.Behind == (0, 0));
        var newest = random.Between(TimeSpan.FromHours(inStep ? 30 : 0.3), TimeSpan.FromHours(inStep ? 200 : 9));
        var count = random.Next(26, 44);
        writer.Begin(_now - Reach);
        for (var number = 1; number < count; number++)
        {
            var share = Math.Pow((double)number / (count - 1), 0.9);
            writer.Next(_now - Reach + ((Reach - newest) * share));
        }

        AddOddities(writer, first);
        return writer;
    }

    private void AddOddities(RepositoryWriter writer, ServicePlan service)
    {
        var repository = writer.Story.Repository;
        var head = repository.Head!;
        writer.Story.Open($"Try {service.Nouns[0]} on the new queue", ["Try the new queue"], writer.Team[0], _now.AddHours(-3));
        if (service.Name == "tracking")
        {
            repository.SetBranch(HexBranch, writer.Mainline[^3].Sha);
            repository.SetTag("20260131", writer.Mainline[^5].Sha);
        }

        if (service.Ghost == Ghost.AmbiguousSha)
        {
            var twin = head.Sha[..12] + Seeded.Sha("twin/" + head.Sha)[12..];
            repository.SetBranch("experiment", repository.Add("Keep snapshots in memory", [writer.Mainline[^4].Sha], writer.Team[1], _now.AddDays(-2), sha: twin).Sha);
        }
    }
}
