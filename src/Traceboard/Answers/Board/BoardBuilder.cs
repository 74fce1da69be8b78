using Traceboard.Clusters;

namespace Traceboard.Answers.Board;

/// <summary>Builds the board from what is stored and how current that is. Pure: equal facts build equal boards.</summary>
internal sealed class BoardBuilder(Environments environments)
{
    /// <summary>The board.</summary>
    /// <param name="facts">What is stored.</param>
    /// <param name="clusters">How current it is, by cluster.</param>
    /// <param name="previous">The board before: its rows are used again where nothing in them changed.</param>
    public BoardSnapshot Build(BoardFacts facts, IReadOnlyList<ClusterProof> clusters, BoardSnapshot? previous)
    {
        var placed = Place(facts, clusters);
        var names = NamesOf(placed);
        var columns = names.Select(name => ColumnOf(name, placed, clusters)).ToArray();
        var before = previous?.Answer.Services.ToDictionary(row => row.Service, StringComparer.Ordinal);
        var services = placed
            .GroupBy(workload => workload.Fact.Service, StringComparer.Ordinal)
            .OrderBy(service => service.Key, StringComparer.OrdinalIgnoreCase).ThenBy(service => service.Key, StringComparer.Ordinal)
            .Select(service => (service.Key, Workloads: (IReadOnlyList<PlacedWorkload>)[.. service]))
            .ToArray();
        var rows = services
            .Select(service => Keep(RowOf(service.Key, service.Workloads, names, columns, new Earlier(previous, before?.GetValueOrDefault(service.Key))), before))
            .ToArray();
        return new BoardSnapshot
        {
            Clusters = clusters,
            Workloads = services.ToDictionary(service => service.Key, service => service.Workloads, StringComparer.Ordinal),
            Answer = new BoardAnswer
            {
                AsOf = clusters.Min(cluster => cluster.AsOf),
                Freshness = WorstOf(clusters),
                Unseen = Sequence<string>.Of(clusters.Where(cluster => cluster.ClusterId is null).Select(cluster => cluster.Name).Order(StringComparer.OrdinalIgnoreCase)),
                Environments = Sequence<BoardEnvironment>.Of(columns),
                Services = Sequence<BoardService>.Of(rows),
                Summary = SummaryRule.Of(rows, placed, facts.RecentRollbacks),
                Teams = Sequence<string>.Of(rows.Select(row => row.Team).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.OrdinalIgnoreCase)),
            },
        };
    }

    public static Freshness WorstOf(IEnumerable<ClusterProof> clusters) =>
        clusters.Select(cluster => cluster.Freshness).DefaultIfEmpty(Freshness.Unreachable).Max();

    private List<PlacedWorkload> Place(BoardFacts facts, IReadOnlyList<ClusterProof> clusters)
    {
        var byId = clusters.Where(cluster => cluster.ClusterId is not null).ToDictionary(cluster => cluster.ClusterId!.Value);
        var names = new Dictionary<(string, string, string?), string>();
        var placed = new List<PlacedWorkload>(facts.Workloads.Count);
        foreach (var workload in facts.Workloads)
        {
            if (!byId.TryGetValue(workload.Fact.ClusterId, out var cluster))
                continue;
            var key = (cluster.Name, workload.Fact.Namespace, workload.Fact.EnvironmentLabel);
            if (!names.TryGetValue(key, out var environment))
                names[key] = environment = environments.NameOf(cluster.Name, workload.Fact.Namespace, workload.Fact.EnvironmentLabel);
            placed.Add(new PlacedWorkload(workload, cluster, environment, facts));
        }

        placed.Sort((left, right) => Compare(left.Name, right.Name));
        return placed;
    }

    private Sequence<string> NamesOf(List<PlacedWorkload> placed)
    {
        var configured = environments.Names.Distinct(StringComparer.Ordinal).ToArray();
        return Sequence<string>.Of(configured.Concat(placed
            .Select(workload => workload.Environment)
            .Distinct(StringComparer.Ordinal)
            .Except(configured, StringComparer.Ordinal)
            .OrderBy(name => name, StringComparer.OrdinalIgnoreCase).ThenBy(name => name, StringComparer.Ordinal)));
    }

    // A cluster that never answered may run something here; one that did counts where it runs something, or, where
    // nothing runs at all, where it could.
    private BoardEnvironment ColumnOf(string name, List<PlacedWorkload> placed, IReadOnlyList<ClusterProof> clusters)
    {
        var possible = clusters.Where(cluster => environments.MayHold(name, cluster.Name)).ToArray();
        var running = placed.Where(workload => string.Equals(workload.Environment, name, StringComparison.Ordinal)).Select(workload => workload.Cluster).Distinct().ToArray();
        var behind = running.Length == 0 ? possible : [.. running.Union(possible.Where(cluster => cluster.ClusterId is null))];
        return new BoardEnvironment(
            name, WorstOf(behind), behind.Min(cluster => cluster.AsOf), behind.Length, behind.Count(cluster => cluster.Freshness != Freshness.Live));
    }

    private static BoardService RowOf(string service, IReadOnlyList<PlacedWorkload> workloads, Sequence<string> names, BoardEnvironment[] columns, Earlier earlier)
    {
        var cells = new BoardCell[names.Count];
        (string Name, BoardCell Cell)? left = null;
        for (var index = 0; index < cells.Length; index++)
        {
            var name = names[index];
            var here = workloads.Where(workload => string.Equals(workload.Environment, name, StringComparison.Ordinal)).ToArray();
            if (here.Length == 0)
            {
                cells[index] = CellBuilder.Absent(columns[index].Freshness, columns[index].AsOf);
                continue;
            }

            var cell = earlier.CellOf(service, name, here) ?? CellBuilder.Of(here);
            if (left is { } other && DriftRule.Between(other.Name, other.Cell, cell) is { } drift)
                cell = cell with { Drift = drift };
            cells[index] = cell;
            if (DriftRule.Runs(cell))
                left = (name, cell);
        }

        return new BoardService { Service = service, Team = TeamOf(workloads), Cells = new CellRow(names, cells) };
    }

    private static BoardService Keep(BoardService row, Dictionary<string, BoardService>? before) =>
        before is not null && before.TryGetValue(row.Service, out var old) && old.Equals(row) && SameProofs(old, row) ? old : row;

    private static bool SameProofs(BoardService old, BoardService row) =>
        old.Cells.Values.Zip(row.Cells.Values).All(cells => cells.First.AsOf == cells.Second.AsOf);

    private static string? TeamOf(IReadOnlyList<PlacedWorkload> workloads) => workloads.Count == 1 ? workloads[0].Fact.Team : workloads
        .Select(workload => workload.Fact.Team)
        .OfType<string>()
        .GroupBy(team => team, StringComparer.Ordinal)
        .OrderByDescending(team => team.Count()).ThenBy(team => team.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key;

    private static int Compare(WorkloadAnswer left, WorkloadAnswer right)
    {
        var order = string.CompareOrdinal(left.Cluster, right.Cluster);
        order = order != 0 ? order : string.CompareOrdinal(left.Namespace, right.Namespace);
        order = order != 0 ? order : string.CompareOrdinal(left.Kind, right.Kind);
        return order != 0 ? order : string.CompareOrdinal(left.Name, right.Name);
    }

    /// <summary>The same service on the board before. A cell of which nothing was read anew only gets other proofs.</summary>
    private readonly record struct Earlier(BoardSnapshot? Board, BoardService? Row)
    {
        public BoardCell? CellOf(string service, string environment, PlacedWorkload[] here)
        {
            if (Row is null || !Row.Cells.TryGetValue(environment, out var cell) || !Board!.Workloads.TryGetValue(service, out var known))
                return null;
            var index = 0;
            foreach (var before in known)
            {
                if (!string.Equals(before.Environment, environment, StringComparison.Ordinal))
                    continue;
                if (index == here.Length || !here[index].IsAsBefore(before) || !here[index].Name.Equals(before.Name))
                    return null;
                index++;
            }

            return index == here.Length
                ? cell with { Freshness = here.Max(workload => workload.Cluster.Freshness), AsOf = here.Min(workload => workload.Cluster.AsOf), Drift = null }
                : null;
        }
    }
}
