namespace Traceboard.Simulation.GitHosts;

/// <summary>Who may read a simulated repository.</summary>
internal enum GitAccess
{
    Readable,

    /// <summary>It exists, and the token may not read it.</summary>
    Forbidden,
}

/// <summary>A repository with a real graph of commits. Safe to read while it grows.</summary>
internal sealed class GitRepository(string path, int id, int seed, GitAccess access = GitAccess.Readable)
{
    public const string DefaultBranch = "main";
    private readonly Lock _gate = new();
    private readonly List<GitCommit> _commits = [];
    private readonly Dictionary<string, GitCommit> _bySha = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _branches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _tags = new(StringComparer.Ordinal);
    private readonly List<GitRequest> _requests = [];

    public string Path => path;

    public string Owner => path[..path.LastIndexOf('/')];

    public string Name => path[(path.LastIndexOf('/') + 1)..];

    public int Id => id;

    public GitAccess Access => access;

    /// <summary>All commits, oldest first.</summary>
    public IReadOnlyList<GitCommit> Commits => Read(() => _commits.ToList());

    public IReadOnlyList<GitRequest> Requests => Read(() => _requests.ToList());

    public IReadOnlyDictionary<string, string> Tags => Read(() => new Dictionary<string, string>(_tags, StringComparer.Ordinal));

    public IReadOnlyDictionary<string, string> Branches => Read(() => new Dictionary<string, string>(_branches, StringComparer.Ordinal));

    public GitCommit? Head => Read(() => _branches.TryGetValue(DefaultBranch, out var sha) ? _bySha[sha] : null);

    /// <summary>Adds a commit. Its SHA follows from the seed, the path and its place, or is given for a collision.</summary>
    public GitCommit Add(string message, IReadOnlyList<string> parents, GitPerson author, DateTimeOffset at, GitPerson? committer = null, string? sha = null)
    {
        lock (_gate)
        {
            var commit = new GitCommit
            {
                Sha = sha ?? Seeded.Sha($"{seed}/{path}/{_commits.Count}/{string.Join(',', parents)}/{message}"),
                Parents = parents,
                Message = message,
                Author = author,
                AuthoredAt = WholeSeconds(at),
                Committer = committer ?? author,
                CommittedAt = WholeSeconds(at),
                Order = _commits.Count,
            };
            _commits.Add(commit);
            _bySha.Add(commit.Sha, commit);
            return commit;
        }
    }

    public void SetBranch(string name, string sha)
    {
        lock (_gate)
            _branches[name] = sha;
    }

    public void SetTag(string name, string sha)
    {
        lock (_gate)
            _tags[name] = sha;
    }

    /// <summary>Opens a request, or closes it: the newest state of a number counts.</summary>
    public void SetRequest(GitRequest request)
    {
        lock (_gate)
        {
            _requests.RemoveAll(one => one.Number == request.Number);
            _requests.Add(request);
        }
    }

    public int NextRequestNumber() => Read(() => _requests.Count == 0 ? 1 : _requests.Max(request => request.Number) + 1);

    public GitCommit? Find(string sha) => Read(() => _bySha.GetValueOrDefault(sha));

    public GitRequest? FindRequest(int number) => Read(() => _requests.Find(request => request.Number == number));

    /// <summary>The requests that brought a commit, merged ones first.</summary>
    public IReadOnlyList<GitRequest> RequestsOf(string sha) =>
        Read(() => _requests.Where(request => request.Brought(sha)).OrderBy(request => request.MergedAt is null).ThenBy(request => request.Number).ToList());

    /// <summary>Resolves as Git does: a full SHA, then names of tags and branches (also those that look like hex), then an abbreviation.</summary>
    public GitResolution Resolve(string text) => Read(() =>
    {
        if (_bySha.TryGetValue(text, out var exact))
            return new GitResolution(exact);
        var name = text == "HEAD" ? DefaultBranch : Bare(text);
        if (_tags.TryGetValue(name, out var named) || _branches.TryGetValue(name, out named))
            return new GitResolution(_bySha[named]);
        if (text.Length is < 4 or > 39 || !text.All(char.IsAsciiHexDigitLower))
            return new GitResolution(null);
        var found = _commits.Where(commit => commit.Sha.StartsWith(text, StringComparison.Ordinal)).Take(2).ToList();
        return found.Count == 1 ? new GitResolution(found[0]) : new GitResolution(null, found.Count > 1);
    });

    /// <summary>A commit and everything before it.</summary>
    public IReadOnlySet<string> Ancestors(string sha) => Read(() =>
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([sha]);
        while (open.TryPop(out var next))
        {
            if (!seen.Add(next))
                continue;
            foreach (var parent in _bySha[next].Parents)
                open.Push(parent);
        }

        return seen;
    });

    /// <summary>What <paramref name="head"/> has and <paramref name="from"/> has not, newest first.</summary>
    public IReadOnlyList<GitCommit> Between(string from, string head)
    {
        var (without, with) = (Ancestors(from), Ancestors(head));
        return Read(() => _commits.Where(commit => with.Contains(commit.Sha) && !without.Contains(commit.Sha)).Reverse().ToList());
    }

    /// <summary>A commit and what came before it, newest first.</summary>
    public IReadOnlyList<GitCommit> Log(string head)
    {
        var ancestors = Ancestors(head);
        return Read(() => _commits.Where(commit => ancestors.Contains(commit.Sha)).Reverse().ToList());
    }

    /// <summary>The newest commit that both have, or null.</summary>
    public GitCommit? MergeBase(string one, string other)
    {
        var (left, right) = (Ancestors(one), Ancestors(other));
        return Read(() => _commits.FindLast(commit => left.Contains(commit.Sha) && right.Contains(commit.Sha)));
    }

    private static string Bare(string name)
    {
        foreach (var prefix in (string[])["refs/heads/", "refs/tags/", "heads/", "tags/"])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return name[prefix.Length..];
        }

        return name;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
            return read();
    }
}
