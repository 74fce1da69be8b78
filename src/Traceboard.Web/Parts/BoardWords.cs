using Traceboard.Answers;
using Traceboard.Clusters;

namespace Traceboard.Web.Parts;

/// <summary>The board in a sentence, for who reads no further.</summary>
public static class BoardWords
{
    /// <summary>How much there is, and what is off.</summary>
    public static string Sentence(BoardAnswer answer)
    {
        var summary = answer.Summary;
        var start = $"{Wording.Count(summary.Services, "service")} in {Wording.Count(answer.Environments.Count, "environment")}.";
        var off = new List<string>();
        if (summary.Stalled > 0)
            off.Add(summary.Stalled == 1 ? "1 rollout is stalled" : $"{summary.Stalled} rollouts are stalled");
        if (summary.Drifted > 0)
            off.Add(summary.Drifted == 1 ? "1 service runs different commits" : $"{summary.Drifted} services run different commits");
        if (summary.Ghosts > 0)
            off.Add($"{Wording.Count(summary.Ghosts, "image")} cannot be traced");
        var state = off.Count > 0 ? $"{Wording.Join(off)}." : AllWell(answer);
        return string.Join(' ', new[] { start, state, Stale(answer) }.Where(sentence => sentence.Length > 0));
    }

    /// <summary>What a column's head adds to its name: which of its clusters are not live.</summary>
    public static string? Head(BoardEnvironment environment)
    {
        if (environment.NotLive == 0)
            return null;
        var how = environment.Freshness switch
        {
            Freshness.Lagging => "lagging",
            Freshness.Stale => "stale",
            _ => "without contact",
        };
        return environment.Clusters == 1 ? how : $"{environment.NotLive} of {environment.Clusters} clusters {how}";
    }

    /// <summary>Tone of a freshness.</summary>
    public static string Tone(Freshness freshness) => freshness switch
    {
        Freshness.Live => "ok",
        Freshness.Lagging => "warn",
        Freshness.Unreachable => "bad",
        _ => "still",
    };

    private static string AllWell(BoardAnswer answer)
    {
        var summary = answer.Summary;
        if (summary.Services == 0)
            return "";
        return summary.Pending > 0
            ? $"{Wording.Count(summary.Pending, "image")} still {(summary.Pending == 1 ? "waits" : "wait")} for the Git host; nothing else is off."
            : answer.Freshness == Freshness.Live
                ? "Every pod is traced and all environments are in step."
                : "Of what was seen, every pod is traced and all environments are in step.";
    }

    private static string Stale(BoardAnswer answer)
    {
        var names = answer.Environments.Where(environment => environment.NotLive > 0).Select(environment => environment.Name).ToList();
        var grey = names.Count == 0 ? "" : $"What is grey in {Wording.Join(names)} was not confirmed lately.";
        var unseen = answer.Unseen.Count == 0 ? "" : $"Nothing was seen of {Wording.Join([.. answer.Unseen])} yet: what runs there is not shown.";
        return string.Join(' ', new[] { unseen, grey }.Where(sentence => sentence.Length > 0));
    }
}
