namespace Traceboard.Clusters.Connection;

/// <summary>A token in a file that somebody else rotates, such as the kubelet.</summary>
internal sealed class TokenFileCredential(string file, TimeProvider time) : ClusterCredential(time)
{
    private static readonly TimeSpan _rereadAfter = TimeSpan.FromMinutes(1);
    private readonly TimeProvider _time = time;

    protected override async Task<(string Token, DateTimeOffset RefreshAt)> FetchAsync(CancellationToken cancellationToken)
    {
        string token;
        try
        {
            token = (await File.ReadAllTextAsync(file, cancellationToken)).Trim();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ClusterException(ClusterFault.Unauthorized, $"The token file {file} cannot be read: mount it, and let this user read it.", fault);
        }

        if (token.Length == 0 || token.Any(char.IsControl))
            throw new ClusterException(ClusterFault.Unauthorized, $"The token file {file} holds no token: it must be one line with the token alone.");
        return (token, _time.GetUtcNow() + _rereadAfter);
    }
}
