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
            CellLook.Traced when environment.Cell.Rollout == "Progressing" => $"{service} is moving to {face.Label}, “{Wording.Isolated(face.Title)}” by {Wording.Isolated(face.Author)}, {where}, begun",
            CellLook.Traced => $"{service} runs {face.Label}, “{Wording.Isolated(face.Title)}” by {Wording.Isolated(face.Author)}, {where}, deployed",
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
        var others = environments.Take(environments.Count - 1).Reverse().Select(environment => (Name: environment.Environment, Face: CellFace.Of(environment.Cell))).ToList();
        var sentences = new List<string>();
        foreach (var group in others.GroupBy(other => (other.Face.Label, other.Face.Sha)))
        {
            var names = Wording.Join([.. group.Select(other => other.Name)]);
            sentences.Add(group.Key.Sha is not null && group.Key.Sha == last.Sha ? $"The same commit runs in {names}." : $"In {names} it runs {group.Key.Label}.");
        }

        return string.Join(' ', sentences);
    }

    /// <summary>The build that counts for the version.</summary>
    public static BuildAnswer Primary(ServiceEnvironment environment) =>
        environment.Cell.Builds.FirstOrDefault(build => build.IsPrimary) ?? environment.Cell.Builds[0];

    /// <summary>What is said of a merge request that is not there; null where it is.</summary>
    public static string? NoMergeRequest(TraceAnswer trace) => trace switch
    {
        { MergeRequest: not null } => null,
        { MergeRequestStatus: "None" } => "pushed without a merge request",
        { MergeRequestStatus: "OffDefaultBranch" } => "not on the default branch, and without a merge request",
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
