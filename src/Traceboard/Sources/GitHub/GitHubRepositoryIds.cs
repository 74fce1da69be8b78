using Octokit;

namespace Traceboard.Sources.GitHub;

/// <summary>The numbers of repositories, by REST, where nothing else told them: one call for each repository and hour.</summary>
internal sealed class GitHubRepositoryIds(GitHubConnection connection, TimeProvider time)
{
    private const int Most = 1000;
    private static readonly TimeSpan Lasting = TimeSpan.FromHours(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long? Id, DateTimeOffset Until)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number, or null where GitHub does not tell it.</summary>
    public async Task<long?> ReadAsync(GitHubQuestion question, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(question.Path, out var known) && known.Until > time.GetUtcNow())
                return known.Id;
        }

        long? id = null;
        try
        {
            id = (await connection.GetAsync<RestRepository>($"repos/{question.Owner}/{question.Repository}", cancellationToken)).Id;
        }
        catch (ApiException)
        {
            // Whoever may read a commit may read this; a server that says otherwise tells no number.
        }

        lock (_lock)
        {
            if (_known.Count >= Most)
                _known.Clear();
            _known[question.Path] = (id, time.GetUtcNow() + Lasting);
        }

        return id;
    }
}
