using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Traceboard.Clusters;
using Traceboard.Deployments;
using Traceboard.History.Recording;
using Traceboard.Tests.Deployments;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.History;

/// <summary>
/// Two workloads whose events come interleaved, in any order between them and some twice, end in the same history. The
/// rules and the memory are the Recorder's own; the database is a list, to have time for many sequences.
/// </summary>
public sealed class RecorderProperties
{
    [Property(MaxTest = 1000, Arbitrary = [typeof(RecorderProperties)])]
    public void Interleaving_and_repeating_the_events_of_two_workloads_changes_nothing(Interleaving interleaving)
    {
        var (alone, together) = (new Memory(), new Memory());
        var observations = interleaving.Events.Select(Observe).ToArray();
        foreach (var workload in observations)
        {
            foreach (var observed in workload)
                alone.Record(observed);
        }

        var next = new int[observations.Length];
        foreach (var turn in interleaving.Turns)
        {
            var who = turn % observations.Length;
            if (next[who] < observations[who].Count)
                together.Record(observations[who][next[who]++]);
            if (turn >= 4 && next[who] > 0)
                together.Record(observations[who][next[who] - 1]);
        }

        for (var who = 0; who < observations.Length; who++)
        {
            while (next[who] < observations[who].Count)
                together.Record(observations[who][next[who]++]);
        }

        Assert.Equal(alone.ToString(), together.ToString());
    }

    public static Arbitrary<Interleaving> Interleavings() => (
        from first in Gen.Choose(0, 95).ListOf()
        from second in Gen.Choose(0, 95).ListOf()
        from turns in Gen.Choose(0, 5).ListOf()
        select new Interleaving([[.. first], [.. second]], [.. turns])).ToArbitrary();

    private static List<(WorkloadObservation Observed, double Minute)> Observe(IReadOnlyList<int> events, int who)
    {
        var pods = new SimulatedPods();
        var observations = new List<(WorkloadObservation, double)>();
        foreach (var number in events)
        {
            pods.Happen(number);
            if (number % 3 == 0)
                continue;
            var builds = pods.Observe();
            observations.Add((Workload($"w{who}", pods.Rollout, 1, pods.Target, builds), pods.Now));
        }

        return observations;
    }

    public sealed record Interleaving(IReadOnlyList<IReadOnlyList<int>> Events, IReadOnlyList<int> Turns)
    {
        public override string ToString() => string.Join(" | ", Events.Append(Turns).Select(numbers => string.Join(' ', numbers)));
    }

    private sealed class Memory
    {
        private readonly Dictionary<string, Dictionary<string, IReadOnlyList<Deployment>>> _open = [];
        private readonly Dictionary<string, List<Deployment>> _all = [];
        private long _nextId = 1;

        public void Record((WorkloadObservation Observed, double Minute) one)
        {
            var name = one.Observed.Workload.Name;
            var (open, all) = (_open.TryGetValue(name, out var known) ? known : _open[name] = [], _all.TryGetValue(name, out var rows) ? rows : _all[name] = []);
            var facts = WorkloadFacts.Of(one.Observed, At(one.Minute), unobserved: null);
            var needsHistory = ChangeRules.NeedHistory(open.GetValueOrDefault("app") ?? [], one.Observed.Containers[0], facts);
            var earlier = new Dictionary<string, IReadOnlyList<Deployment>>(StringComparer.Ordinal);
            if (needsHistory)
                earlier["app"] = [.. all.OrderByDescending(deployment => deployment.Id)];
            var change = WorkloadChange.Of(one.Observed, facts, open, earlier, ref _nextId);
            foreach (var (_, deployment, _) in change.Written)
            {
                all.RemoveAll(row => row.Id == deployment.Id);
                all.Add(deployment);
            }

            _open[name] = change.Remembered;
        }

        public override string ToString() => string.Join("\n", _all.OrderBy(workload => workload.Key, StringComparer.Ordinal).Select(workload =>
            $"{workload.Key}: " + string.Join(", ", workload.Value.OrderBy(row => row.Id).Select(row =>
                $"{row.Change} {row.Image}@{row.Digest} {row.Template} {row.StartedAt:mm:ss} {row.CompletedAt:mm:ss} {row.EndedAt:mm:ss}"))));
    }
}
