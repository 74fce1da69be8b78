using System.Globalization;
using System.Net;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Connection;

/// <summary>Reads the Status out of a refusal body, given its media type.</summary>
internal delegate ApiStatus? ReadStatus(string? mediaType, ReadOnlySpan<byte> body);

/// <summary>
/// Turns every answer that is not a success into an <see cref="ApiRefusal"/> before KubernetesClient sees it: it would
/// read a body of any size and throw an exception that carries the bearer token.
/// </summary>
internal sealed class RefusalHandler(ReadStatus readStatus, TimeProvider time) : DelegatingHandler
{
    private const int MaxBody = 64 << 10;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created && !cancellationToken.IsCancellationRequested)
            return response;
        using (response)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var body = new byte[MaxBody];
            int length;
            await using (var stream = await response.Content.ReadAsStreamAsync(cancellationToken))
                length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
            throw new ApiRefusal((int)response.StatusCode, readStatus(response.Content.Headers.ContentType?.MediaType, body.AsSpan(0, length)), RetryAfter(response));
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is { } parsed)
            return parsed.Delta ?? (parsed.Date is { } date && date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero);
        return response.Headers.TryGetValues("Retry-After", out var raw)
            && double.TryParse(raw.First(), CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e6
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}

/// <summary>The API server answered, but not with what was asked for. Mapped to a <see cref="ClusterException"/> before it leaves the connection.</summary>
internal sealed class ApiRefusal(int code, ApiStatus? status, TimeSpan? retryAfter) : Exception($"HTTP {code}")
{
    public int Code { get; } = code;

    public ApiStatus? Status { get; } = status;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
