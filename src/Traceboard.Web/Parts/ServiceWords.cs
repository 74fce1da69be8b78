using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>A service in sentences.</summary>
public static class ServiceWords
{
    /// <summary>What it runs in its last environment; how long it does stands behind it.</summary>
    public static string Lead(string service, ServiceEnvironment environment)
    {
        var face = CellFace.Of(environment.Cell);
        var where = $"in {environment.Environment}";
        return face.Look switch
        {
            CellLook.Traced => $"{service} {Way(environment.Cell, face)}, “{Wording.Isolated(face.Title)}” by {Wording.Isolated(face.Author)}, {where}, {Start(environment.Cell)}",
            CellLook.Pending => $"Which commit {service} runs {where} is still being asked; deployed",
            CellLook.External => $"{service} is someone else's image; {face.Label} runs {where}, deployed",
            _ => $"Nobody can say which commit {service} runs {where}: {GhostWords.Reason(Primary(environment).Trace.Status)}. Deployed",
        };
    }

    /// <summary>How the other environments stand to the last one; empty where there is none.</summary>
    public static string Rest(IReadOnlyList<ServiceEnvironment> environments)
    {
        if (environments.Count < 2)
            return "";
        var last = CellFace.Of(environments[^1].Cell);
        var others = environments.Take(environments.Count - 1).Reverse().Select(environment => (Name: environment.Environment, environment.Cell, Face: CellFace.Of(environment.Cell))).ToList();
        var sentences = new List<string>();
        foreach (var group in others.GroupBy(other => (other.Face.Sha, Way: Way(other.Cell, other.Face))))
        {
            var names = Wording.Join([.. group.Select(other => other.Name)]);
            var same = group.Key.Sha is not null && group.Key.Sha == last.Sha && group.First().Cell is { Rollout: "Complete", Change: not "Rollback" };
            sentences.Add(same ? $"The same commit runs in {names}." : $"In {names} it {group.Key.Way}.");
        }

        return string.Join(' ', sentences);
    }

    /// <summary>How many of its pods are ready.</summary>
    public static string Pods(BoardCell cell) =>
        cell.Total == 0 ? "no pods now" : $"{cell.Ready} of {Wording.Count(cell.Total, "pod")} ready";

    /// <summary>The build that counts for the version.</summary>
    public static BuildAnswer Primary(ServiceEnvironment environment) =>
        environment.Cell.Builds.FirstOrDefault(build => build.IsPrimary) ?? environment.Cell.Builds[0];

    /// <summary>What a service does with its commit: a rollout that is under way or stuck is not yet what runs.</summary>
    private static string Way(BoardCell cell, CellFace face) => cell switch
    {
        { Rollout: "Stalled" } => $"is stuck on its way to {face.Label}",
        { Rollout: "Progressing", Change: "Rollback" } => $"is going back to {face.Label}",
        { Rollout: "Progressing" } => $"is moving to {face.Label}",
        { Change: "Rollback" } => $"was rolled back to {face.Label}",
        _ => $"runs {face.Label}",
    };

    private static string Start(BoardCell cell) => cell.Rollout is "Progressing" or "Stalled" ? "begun" : "deployed";

    /// <summary>What is said of a merge request that is not there; null where it is.</summary>
    public static string? NoMergeRequest(TraceAnswer trace) => trace switch
    {
        { MergeRequest: not null } => null,
        { MergeRequestStatus: "None" } => "pushed without a merge request",
        { MergeRequestStatus: "Pending" } => "merge request is being asked",
        _ => "merge request not known",
    };

    /// <summary>The tag of a change.</summary>
    public static TagFace Change(string change) => change switch
    {
        "First" => new("still", Glyphs.FirstSeen, "first seen"),
        "Rollout" => new("still", Glyphs.Rollout, "rollout"),
        "Rollback" => new("odd", Glyphs.RolledBack, "rollback"),
        "Redeploy" => new("still", Glyphs.Restart, "same build again"),
        "ConfigChange" => new("still", Glyphs.Configuration, "configuration only"),
        "Removed" => new("bad", Glyphs.Removed, "removed"),
        _ => new("still", Glyphs.Unknown, Wording.Plain(change)),
    };

    /// <summary>How a deployment is known, where it was not simply seen.</summary>
    public static TagFace? Origin(string origin) => origin switch
    {
        "Reconstructed" => new("still", Glyphs.Reconstructed, "reconstructed", "Rebuilt from what the cluster still remembered; Traceboard did not see it happen"),
        "ObservationGap" => new("still", Glyphs.NotLive, "time is a bound", "It happened in or beside an interval in which the cluster was not observed"),
        _ => null,
    };

    /// <summary>The verdict on a clue.</summary>
    public static TagFace Verdict(string verdict) => verdict switch
    {
        "confirmed" => new("ok", Glyphs.Well, "confirmed"),
        "refuted" => new("bad", Glyphs.Refuted, "refuted"),
        _ => new("still", Glyphs.Unused, "unused"),
    };

    /// <summary>What a clue is called.</summary>
    public static string Clue(string kind) => kind switch
    {
        "tag" => "tag",
        "gitTag" => "Git tag",
        "ociLabel" => "image label",
        "ociAnnotation" => "image annotation",
        "workloadAnnotation" => "workload annotation",
        _ => Wording.Plain(kind),
    };
}
