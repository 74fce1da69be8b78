namespace Traceboard.Clusters.Watching;

/// <summary>
/// At most ten lists at once over all clusters, and for each cluster only its share of them, so that one whose lists
/// hang leaves the others theirs.
/// </summary>
internal sealed class ListSlots(int clusters) : IDisposable
{
    private const int Total = 10;
    private readonly SemaphoreSlim _all = new(Total);

    /// <summary>The share of one cluster.</summary>
    public Share ForOneCluster() => new(_all, Math.Max(1, Total / Math.Max(1, clusters)));

    public void Dispose() => _all.Dispose();

    internal sealed class Share(SemaphoreSlim all, int size) : IDisposable
    {
        private readonly SemaphoreSlim _own = new(size);

        public async Task<T> RunAsync<T>(Func<Task<T>> list, CancellationToken cancellationToken)
        {
            await _own.WaitAsync(cancellationToken);
            try
            {
                await all.WaitAsync(cancellationToken);
                try
                {
                    return await list();
                }
                finally
                {
                    all.Release();
                }
            }
            finally
            {
                _own.Release();
            }
        }

        public void Dispose() => _own.Dispose();
    }
}
