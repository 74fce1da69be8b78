using Traceboard.Sources.Mapping;

namespace Traceboard.Sources;

/// <summary>A repository whose number an administrator confirms, whatever number it had before.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Id">The number that its Git host gives it.</param>
public sealed record ConfirmedRepository(Repository Repository, long Id)
{
    /// <summary>Reads all of them; what is wrong is added to <paramref name="faults"/>.</summary>
    internal static IReadOnlyList<ConfirmedRepository> Read(SourcesOptions options, List<string> faults)
    {
        var hosts = options.EffectiveGitHosts();
        var confirmed = new List<ConfirmedRepository>();
        for (var place = 0; place < options.Repositories.Count; place++)
        {
            var key = $"Traceboard:Repositories:{place}";
            var told = options.Repositories[place];
            var (name, path) = told.Repository.Split(':', 2) is [var first, var second] ? (first, second) : ("", "");
            var host = hosts.FirstOrDefault(host => string.Equals(host.Name, name, StringComparison.OrdinalIgnoreCase));
            if (host is null || !RepositoryPath.IsSafe(path))
                faults.Add($"{key}:Repository: '{told.Repository}' is not host:path with a Git host under Traceboard:GitHosts; write for example {hosts[0].Name}:acme/shop.");
            else if (told.Id <= 0)
                faults.Add($"{key}:Id: give the number that {host.Name} gives the repository; the Status page names it.");
            else
                confirmed.Add(new ConfirmedRepository(new Repository(host.Name, path), told.Id));
        }

        return confirmed;
    }

    /// <summary>Whether this confirms that number for that repository.</summary>
    internal bool Is(string host, string path, long id) => Id == id && IsOf(host, path);

    /// <summary>Whether this speaks of that repository.</summary>
    internal bool IsOf(string host, string path) =>
        string.Equals(Repository.Host, host, StringComparison.OrdinalIgnoreCase) && string.Equals(Repository.Path, path, StringComparison.OrdinalIgnoreCase);
}
