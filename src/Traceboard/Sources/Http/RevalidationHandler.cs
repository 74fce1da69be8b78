using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace Traceboard.Sources.Http;

/// <summary>
/// Asks again for what was read before only if it has changed. For hosts where an unchanged answer costs nothing of the
/// budget. What one credential was shown is no answer to another: the credential is a part of the key.
/// </summary>
internal sealed class RevalidationHandler(bool unchangedIsFree) : DelegatingHandler
{
    private const int Most = 500;
    private const int Largest = 32 * 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!unchangedIsFree || request.Method != HttpMethod.Get || request.Headers.Authorization is not { Parameter: { } credential })
            return await base.SendAsync(request, cancellationToken);

        var key = $"{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(credential)))} {request.RequestUri}";
        var kept = Find(key);
        if (kept is not null)
            request.Headers.IfNoneMatch.Add(kept.Tag);
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotModified && kept is not null)
        {
            response.StatusCode = HttpStatusCode.OK;
            response.Content.Dispose();
            response.Content = new ByteArrayContent(kept.Body);
            response.Content.Headers.ContentType = kept.Type;
        }
        else if (response is { StatusCode: HttpStatusCode.OK, Headers.ETag: { } tag })
        {
            // Whoever is before this one has read the whole answer.
            Keep(key, new Kept(tag, await response.Content.ReadAsByteArrayAsync(cancellationToken), response.Content.Headers.ContentType));
        }

        return response;
    }

    private Kept? Find(string key)
    {
        lock (_lock)
            return _kept.GetValueOrDefault(key);
    }

    private void Keep(string key, Kept kept)
    {
        lock (_lock)
        {
            if (kept.Body.Length > Largest)
            {
                _kept.Remove(key);
                return;
            }

            if (_kept.Count >= Most)
                _kept.Clear();
            _kept[key] = kept;
        }
    }

    private sealed record Kept(EntityTagHeaderValue Tag, byte[] Body, MediaTypeHeaderValue? Type);
}
