using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Sources;

namespace Traceboard.Web.Parts;

/// <summary>The state of Traceboard in sentences.</summary>
public static class StatusWords
{
    /// <summary>Whether all is well, and what is not.</summary>
    public static string Sentence(StatusAnswer status)
    {
        var sentences = new List<string> { Clusters(status.Clusters) };
        var asked = status.GitHosts.Select(host => (host.Name, host.PausedUntil, host.LastError))
            .Concat(status.Registries.Select(registry => (Name: registry.Host, registry.PausedUntil, registry.LastError))).ToList();
        var paused = asked.Where(one => one.PausedUntil is not null).Select(one => one.Name).ToList();
        var failing = asked.Where(one => one is { PausedUntil: null, LastError: not null }).Select(one => one.Name).ToList();
        if (paused.Count > 0)
            sentences.Add($"{Wording.Join(paused)} {(paused.Count == 1 ? "is" : "are")} not asked for a while; what is known stays, what is new waits.");
        if (failing.Count > 0)
            sentences.Add($"{Wording.Join(failing)} {(failing.Count == 1 ? "does" : "do")} not answer as it should.");
        if (paused.Count + failing.Count == 0 && status.GitHosts.Count > 0)
            sentences.Add(Answering(status.GitHosts));
        if (status.Database.Problem is not null)
            sentences.Add("The database has a problem.");
        return string.Join(' ', sentences);
    }

    /// <summary>Freshness of a cluster as a tag.</summary>
    public static TagFace Face(Freshness freshness) => freshness switch
    {
        Freshness.Live => new("ok", Glyphs.Well, "live"),
        Freshness.Lagging => new("warn", Glyphs.RollingOut, "lagging"),
        Freshness.Stale => new("still", Glyphs.NotLive, "stale"),
        _ => new("bad", Glyphs.Stalled, "no contact"),
    };

    /// <summary>State of a watch as a tag.</summary>
    public static TagFace Face(string watch) => watch switch
    {
        "watching" => new("ok", Glyphs.Well, watch),
        "listing" => new("warn", Glyphs.RollingOut, watch),
        "waiting" => new("warn", Glyphs.Pending, watch),
        "forbidden" => new("bad", Glyphs.Stalled, watch),
        _ => new("still", Glyphs.Pending, Wording.Plain(watch)),
    };

    // Only an answer shows that a host answers: after a restart there may be nothing to ask.
    private static string Answering(IReadOnlyList<GitHostState> hosts)
    {
        var unasked = hosts.Where(host => host.LastSuccessAt is null).Select(host => host.Name).ToList();
        if (unasked.Count > 0)
            return $"{Wording.Join(unasked)} {(unasked.Count == 1 ? "was" : "were")} not asked yet.";
        return hosts.Count == 1 ? "The Git host answers." : "All Git hosts answer.";
    }

    private static string Clusters(IReadOnlyList<ClusterState> clusters)
    {
        if (clusters.Count == 0)
            return "No cluster is configured.";
        var off = clusters.Where(cluster => cluster.Freshness != Freshness.Live).ToList();
        if (off.Count == 0)
            return clusters.Count == 1 ? "The cluster is live." : $"All {clusters.Count} clusters are live.";
        var live = clusters.Count - off.Count;
        var names = off.Select(cluster => $"{cluster.Name} is {Word(cluster.Freshness)}").ToList();
        var start = live == 0 ? "" : $"{live} of {clusters.Count} clusters {(live == 1 ? "is" : "are")} live; ";
        return $"{start}{Wording.Join(names)}.";
    }

    private static string Word(Freshness freshness) => freshness switch
    {
        Freshness.Lagging => "lagging",
        Freshness.Stale => "stale",
        _ => "out of reach",
    };
}
