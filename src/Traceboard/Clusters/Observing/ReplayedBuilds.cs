using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Observing;

/// <summary>
/// What the pods of one workload ran while nobody watched, from the events that the server replays. A build whose last
/// pod has gone and that comes back later ran twice: such turns are kept apart, in order.
/// </summary>
internal sealed class ReplayedBuilds
{
    private readonly Dictionary<Guid, Life> _lives = [];
    private int _events;

    /// <summary>Takes one replayed event.</summary>
    public void Take(PodObject pod, WatchEventType type)
    {
        _events++;
        if (!_lives.TryGetValue(pod.Uid, out var life))
            _lives[pod.Uid] = life = new Life(pod) { Born = type == WatchEventType.Added ? _events : 0 };
        life.Pod = pod;
        if (type == WatchEventType.Deleted || !Pod.Runs(pod))
            life.Gone = Math.Min(life.Gone, _events);
    }

    /// <summary>
    /// Where a build had more than one turn: the turns that began meanwhile, in order, and what there is now. Else null: then
    /// the builds themselves are in order. What ran before the replay was told before it.
    /// </summary>
    /// <param name="listed">The pods that are there now.</param>
    public (IReadOnlyList<Turn> Begun, IReadOnlyList<Turn> Now)? Turns(IEnumerable<PodObject> listed)
    {
        foreach (var pod in listed)
        {
            if (_lives.TryGetValue(pod.Uid, out var life))
                life.Pod = pod;
            else
                _lives[pod.Uid] = new Life(pod);
        }

        Turn[] turns = [.. All().GroupBy(turn => turn.Build.Container, StringComparer.Ordinal).SelectMany(Genuine).OrderBy(turn => turn.StartedAt).ThenBy(turn => turn.Born)];
        if (turns.Length == turns.DistinctBy(turn => turn.Build).Count())
            return null;
        var now = turns.Where(turn => turn.IsNow).DefaultIfEmpty(turns[^1]).ToArray();
        return ([.. turns.Where(turn => turn.Born > 0)], now);
    }

    /// <summary>
    /// A build whose last pod was replaced, also by one of its own while another build is on its way, did not come back: it
    /// did only where the build that came between has gone before it.
    /// </summary>
    private static List<Turn> Genuine(IEnumerable<Turn> ofContainer)
    {
        var genuine = new List<Turn>();
        foreach (var turn in ofContainer.OrderBy(turn => turn.StartedAt).ThenBy(turn => turn.Born))
        {
            var before = genuine.FindLastIndex(known => known.Build == turn.Build);
            if (before >= 0 && genuine.Skip(before + 1).All(between => between.Gone >= turn.Gone))
                genuine[before] = genuine[before] with { Gone = turn.Gone };
            else
                genuine.Add(turn);
        }

        return genuine;
    }

    private IEnumerable<Turn> All()
    {
        var lives = _lives.Values.SelectMany(life => life.Pod.Containers, (life, container) => (Build: Pod.Build(life.Pod, container), life)).ToArray();
        // A pod that went before its image was pulled ran what its siblings ran.
        var pulled = lives.Where(pair => pair.Build.Digest is not null).DistinctBy(pair => pair.Build with { Digest = null }).ToDictionary(pair => pair.Build with { Digest = null }, pair => pair.Build);
        foreach (var build in lives.GroupBy(pair => pulled.GetValueOrDefault(pair.Build, pair.Build), pair => pair.life))
        {
            var (born, gone, startedAt) = (0, -1, default(DateTimeOffset));
            foreach (var life in build.OrderBy(life => life.Born))
            {
                if (gone >= 0 && life.Born > gone)
                {
                    yield return new Turn(build.Key, born, gone, startedAt);
                    gone = -1;
                }

                if (gone < 0)
                    (born, startedAt) = (life.Born, life.Pod.CreatedAt);
                startedAt = life.Pod.CreatedAt < startedAt ? life.Pod.CreatedAt : startedAt;
                gone = Math.Max(gone, life.Gone);
            }

            yield return new Turn(build.Key, born, gone, startedAt);
        }
    }

    /// <summary>A pod, with the numbers of the events that brought it and that took it or told that it is on its way out.</summary>
    private sealed class Life(PodObject pod)
    {
        public PodObject Pod { get; set; } = pod;

        public int Born { get; init; }

        public int Gone { get; set; } = int.MaxValue;
    }
}

/// <summary>A while in which a build ran.</summary>
/// <param name="Build">The build.</param>
/// <param name="Born">Number of the event that brought its first pod; 0 for what ran before.</param>
/// <param name="Gone">Number of the event that took its last one; the greatest there is while one is there.</param>
/// <param name="StartedAt">Creation of its first pod.</param>
internal readonly record struct Turn(BuildKey Build, int Born, int Gone, DateTimeOffset StartedAt)
{
    /// <summary>It still has a pod.</summary>
    public bool IsNow => Gone == int.MaxValue;
}
