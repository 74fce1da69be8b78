using System.Net.Http.Headers;
using k8s.Authentication;

namespace Traceboard.Clusters.Connection;

/// <summary>
/// A bearer token that can be fetched again. Many callers share one fetch: whoever was refused with an old token
/// and finds a newer one already there only takes it.
/// </summary>
internal abstract class ClusterCredential(TimeProvider time) : ITokenProvider, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile Bearer? _bearer;
    private int _fetches;

    /// <summary>Counts what was fetched; a refused request tells it to <see cref="RefreshAsync"/>.</summary>
    public int Generation => _bearer?.Generation ?? 0;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        var bearer = _bearer;
        if (bearer is null || time.GetUtcNow() >= bearer.RefreshAt)
            bearer = await FetchOnceAsync(bearer?.Generation ?? 0, cancellationToken);
        return new AuthenticationHeaderValue("Bearer", bearer.Token);
    }

    /// <summary>Fetches anew unless someone else has since <paramref name="refusedGeneration"/>.</summary>
    public async Task RefreshAsync(int refusedGeneration, CancellationToken cancellationToken) =>
        await FetchOnceAsync(refusedGeneration, cancellationToken);

    public void Dispose() => _oneAtATime.Dispose();

    /// <summary>Gets the token, and the moment from which a new one must be had.</summary>
    /// <exception cref="ClusterException">There is none; the message holds no secret.</exception>
    protected abstract Task<(string Token, DateTimeOffset RefreshAt)> FetchAsync(CancellationToken cancellationToken);

    private async Task<Bearer> FetchOnceAsync(int known, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_bearer is { } fresh && fresh.Generation > known && time.GetUtcNow() < fresh.RefreshAt)
                return fresh;
            var (token, refreshAt) = await FetchAsync(cancellationToken);
            return _bearer = new Bearer(token, refreshAt, ++_fetches);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private sealed record Bearer(string Token, DateTimeOffset RefreshAt, int Generation);
}
