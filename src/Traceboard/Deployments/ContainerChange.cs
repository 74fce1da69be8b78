using Traceboard.Clusters;

namespace Traceboard.Deployments;

/// <summary>One application of the rules: holds the container's deployments while an observation is worked in.</summary>
internal sealed class ContainerChange(
    IReadOnlyList<Deployment> remembered, ContainerObservation observed, WorkloadFacts facts, long nextId)
{
    /// <summary>A pod of an old template that comes within this time after the last one went is the same deployment still.</summary>
    private static readonly TimeSpan JustEnded = TimeSpan.FromMinutes(2);

    private readonly List<Deployment> _history = [.. remembered.OrderByDescending(deployment => deployment.Id)];
    private readonly HashSet<long> _alive = [];
    private readonly Dictionary<long, DateTimeOffset> _lastPods = [];
    private readonly string? _target = TargetOf(remembered, observed);
    private long _nextId = nextId;

    public ChangeOutcome Apply()
    {
        if (facts.IsPast && observed.Builds.All(build => FindTold(build) is not null))
            return new ChangeOutcome([], [.. observed.Builds.Select(build => FindTold(build)!)]);

        var belongsTo = new long[observed.Builds.Count];
        foreach (var index in InOrder())
            belongsTo[index] = Place(observed.Builds[index]);

        EndWhatIsGone();
        if (!facts.IsPast && _history.Find(deployment => !deployment.IsRemoval) is { IsOpen: false } undone)
            TakeBack(undone, belongsTo);
        FollowRollout();

        var before = remembered.ToDictionary(deployment => deployment.Id);
        return new ChangeOutcome(
            [.. _history.Where(deployment => !before.TryGetValue(deployment.Id, out var was) || was != deployment).OrderBy(deployment => deployment.Id)],
            [.. belongsTo.Select(Find)]);
    }

    // What the controller wants now is newest, whenever the pods of older templates were created. Pods that are still
    // without a digest join what their siblings run.
    private IEnumerable<int> InOrder() => Enumerable.Range(0, observed.Builds.Count)
        .OrderBy(index => HasSiblings(observed.Builds[index]))
        .ThenBy(index => IsTarget(observed.Builds[index].Image))
        .ThenBy(index => observed.Builds[index].FirstPodCreatedAt)
        .ThenBy(index => observed.Builds[index].Image, StringComparer.Ordinal)
        .ThenBy(index => observed.Builds[index].Template, StringComparer.Ordinal)
        .ThenBy(index => observed.Builds[index].Digest ?? "", StringComparer.Ordinal);

    private bool HasSiblings(BuildObservation build) => string.IsNullOrEmpty(build.Digest) && observed.Builds.Any(other =>
        !string.IsNullOrEmpty(other.Digest)
        && string.Equals(other.Image, build.Image, StringComparison.Ordinal)
        && (facts.RunsInTurns || string.IsNullOrEmpty(build.Template) || string.Equals(other.Template, build.Template, StringComparison.Ordinal)));

    private long Place(BuildObservation build)
    {
        var deployment = facts.IsPast ? FindTold(build) : FindOpen(build);
        if (!facts.IsPast && deployment is null && FindEnded(build) is { } ended)
        {
            if (build.Pods == 0 && IsToldBy(ended, build))
                return ended.Id;
            deployment = ended with { EndedAt = null };
        }

        deployment = deployment is null ? Start(build) : Learn(deployment, build);
        Put(deployment);
        if (build.Pods > 0)
            _alive.Add(deployment.Id);
        _lastPods[deployment.Id] = ChangeRules.Later(build.FirstPodCreatedAt, _lastPods.GetValueOrDefault(deployment.Id));
        return deployment.Id;
    }

    private Deployment? FindTold(BuildObservation build) => _history.Find(deployment =>
        !deployment.IsRemoval && deployment.StartedAt == build.FirstPodCreatedAt && deployment.MayRun(build.Image, build.Digest ?? "") && MayHaveTemplate(deployment, build));

    private Deployment? FindOpen(BuildObservation build)
    {
        var digest = build.Digest ?? "";
        return _history
            .Where(deployment => deployment.IsOpen && deployment.MayRun(build.Image, digest) && MayHaveTemplate(deployment, build))
            .OrderByDescending(deployment => string.Equals(deployment.Digest, digest, StringComparison.Ordinal))
            .ThenByDescending(deployment => string.Equals(deployment.Template, build.Template, StringComparison.Ordinal))
            .ThenByDescending(deployment => deployment.Id)
            .FirstOrDefault();
    }

    /// <summary>The ended deployment that goes on with this build, or that told of it already; null when the build begins anew.</summary>
    private Deployment? FindEnded(BuildObservation build)
    {
        var same = _history.FindAll(deployment =>
            !deployment.IsOpen && !deployment.IsRemoval && deployment.MayRun(build.Image, build.Digest ?? "") && MayHaveTemplate(deployment, build));
        // The one that told of it already comes first: an older one that could go on would be told a second time.
        return same.Find(deployment => deployment.StartedAt == build.FirstPodCreatedAt || (build.Pods == 0 && IsToldBy(deployment, build)))
            ?? same.Find(deployment => !WasRemovedAfter(deployment) && GoesOn(deployment, build));
    }

    private static bool IsToldBy(Deployment ended, BuildObservation build) => build.FirstPodCreatedAt <= ended.EndedAt;

    private bool GoesOn(Deployment ended, BuildObservation build)
    {
        // Nothing else came since: a pod was replaced.
        if (ChangeKindRule.Current(_history, _target)?.Id == ended.Id)
            return true;

        // A pod of an old template was rescheduled while the rollout to another one is under way, or just over.
        var newest = _history.First(deployment => !deployment.IsRemoval);
        var isUnderWay = newest is { IsOpen: true, CompletedAt: null };
        var hasJustEnded = facts.ProvenAt - ended.EndedAt < JustEnded;
        if (_target is not null && !IsTarget(build.Image))
            return isUnderWay || hasJustEnded;
        return isUnderWay && hasJustEnded && string.Equals(newest.Image, build.Image, StringComparison.Ordinal);
    }

    private Deployment Start(BuildObservation build)
    {
        var started = new Deployment
        {
            Id = _nextId++,
            Change = ChangeKind.First,
            Origin = facts.OriginOf(build.FirstPodCreatedAt),
            Image = build.Image,
            Digest = build.Digest ?? "",
            Template = build.Template ?? "",
            TemplateFingerprint = build.TemplateFingerprint,
            StartedAt = build.FirstPodCreatedAt,
            PreviousId = Before()?.Id,
        };
        return ChangeKindRule.Name(started, _history);
    }

    // The target is what is being started, so what ran before it is the newest of the others.
    private Deployment? Before() => ChangeKindRule.Current(_history, targetImage: null);

    private Deployment Learn(Deployment deployment, BuildObservation build)
    {
        var learnt = deployment with
        {
            Digest = deployment.Digest.Length == 0 ? build.Digest ?? "" : deployment.Digest,
            Template = deployment.Template.Length == 0 ? build.Template ?? "" : deployment.Template,
            TemplateFingerprint = deployment.TemplateFingerprint ?? build.TemplateFingerprint,
        };
        return learnt == deployment ? deployment : ChangeKindRule.Name(learnt, _history);
    }

    private void EndWhatIsGone()
    {
        var kept = facts.RunsInTurns || (facts.IsScaledToZero && _alive.Count == 0)
            ? ChangeKindRule.Current(_history.Where(deployment => deployment.IsOpen), _target)?.Id
            : null;
        foreach (var gone in _history.Where(deployment => deployment.IsOpen && deployment.Id != kept && !_alive.Contains(deployment.Id)).ToList())
            Put(gone with { EndedAt = ChangeRules.Later(facts.ProvenAt, ChangeRules.Later(gone.StartedAt, _lastPods.GetValueOrDefault(gone.Id))) });
    }

    /// <summary>
    /// The newest build is gone and the controller wants an older one whose pods never all went: the rollout was taken
    /// back. That is a rollback, though no build began to run.
    /// </summary>
    private void TakeBack(Deployment undone, long[] belongsTo)
    {
        if (IsTarget(undone.Image) || facts.RunsInTurns)
            return;
        var stayed = _history.Find(deployment => deployment.IsOpen && IsTarget(deployment.Image) && _alive.Contains(deployment.Id) && deployment.Id < undone.Id);
        if (stayed is null)
            return;

        var firstPod = observed.Builds.Where((_, index) => belongsTo[index] == stayed.Id).Min(build => build.FirstPodCreatedAt);
        var startedAt = firstPod > undone.StartedAt ? firstPod : ChangeRules.Later(facts.ProvenAt, undone.StartedAt);
        while (_history.Exists(known => known.StartedAt == startedAt && known.MayRun(stayed.Image, stayed.Digest)))
            startedAt += TimeSpan.FromMilliseconds(1);
        var back = stayed with
        {
            Id = _nextId++,
            Change = ChangeKind.Rollback,
            Origin = facts.OriginOf(startedAt),
            StartedAt = startedAt,
            CompletedAt = null,
            PreviousId = undone.Id,
            RollbackOfId = stayed.Id,
        };
        Put(back);
        Put(stayed with { EndedAt = ChangeRules.Later(facts.ProvenAt, stayed.StartedAt) });
        _alive.Add(back.Id);
        for (var index = 0; index < belongsTo.Length; index++)
            belongsTo[index] = belongsTo[index] == stayed.Id ? back.Id : belongsTo[index];
    }

    private void FollowRollout()
    {
        var current = ChangeKindRule.Current(_history.Where(deployment => deployment.IsOpen), _target);
        foreach (var open in _history.Where(deployment => deployment.IsOpen).ToList())
        {
            var isCurrent = open.Id == current?.Id;
            var completes = facts.Rollout == RolloutState.Complete && open.CompletedAt is null && (_alive.Contains(open.Id) || (facts.RunsInTurns && isCurrent));
            Put(open with
            {
                Rollout = isCurrent ? facts.Rollout : open.Rollout,
                CompletedAt = completes ? ChangeRules.Later(facts.ProvenAt, open.StartedAt) : open.CompletedAt,
            });
        }
    }

    private bool MayHaveTemplate(Deployment deployment, BuildObservation build) =>
        facts.RunsInTurns
        || string.IsNullOrEmpty(build.Template)
        || deployment.Template.Length == 0
        || string.Equals(deployment.Template, build.Template, StringComparison.Ordinal);

    private bool WasRemovedAfter(Deployment deployment) => _history.Exists(removal => removal.IsRemoval && removal.Id > deployment.Id);

    private bool IsTarget(string image) => string.Equals(image, _target, StringComparison.Ordinal);

    // Where something rewrites the images of pods, the template's image never runs and tells nothing.
    private static string? TargetOf(IReadOnlyList<Deployment> remembered, ContainerObservation observed) =>
        observed.Builds.Any(build => string.Equals(build.Image, observed.TargetImage, StringComparison.Ordinal))
        || remembered.Any(deployment => string.Equals(deployment.Image, observed.TargetImage, StringComparison.Ordinal))
            ? observed.TargetImage
            : null;

    private Deployment Find(long id) => _history.First(deployment => deployment.Id == id);

    private void Put(Deployment deployment)
    {
        var index = _history.FindIndex(known => known.Id == deployment.Id);
        if (index >= 0)
            _history[index] = deployment;
        else
            _history.Insert(0, deployment);
    }
}
