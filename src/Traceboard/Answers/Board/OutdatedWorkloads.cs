namespace Traceboard.Answers.Board;

/// <summary>Workloads that something was committed of since they were read. Safe to use from several threads.</summary>
internal sealed class OutdatedWorkloads
{
    /// <summary>Beyond so many, reading everything is quicker.</summary>
    private const int Most = 2000;

    private readonly Lock _gate = new();
    private HashSet<int> _ids = [];
    private bool _all = true;

    /// <summary>Adds ids, or all where that is null.</summary>
    public void Add(IReadOnlyCollection<int>? ids)
    {
        lock (_gate)
        {
            if (ids is null || ids.Count + _ids.Count > Most)
                _all = true;
            if (_all)
                _ids.Clear();
            else
                _ids.UnionWith(ids!);
        }
    }

    /// <summary>What to read: null for everything, as at first. From now on nothing is outdated.</summary>
    public IReadOnlyCollection<int>? Take()
    {
        lock (_gate)
        {
            var (ids, all) = (_ids, _all);
            (_ids, _all) = ([], false);
            return all ? null : ids;
        }
    }
}
