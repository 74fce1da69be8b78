using System.Net;
using System.Text.Json;

namespace Traceboard.Sources.Http;

/// <summary>
/// Reads the whole answer in a fixed time and up to a fixed size, after decompression; an answer that is
/// believed must be JSON. Whoever reads the content afterwards waits for nothing.
/// </summary>
internal sealed class BodyHandler(TimeProvider time) : DelegatingHandler
{
    public const int LargestBody = 4 * 1024 * 1024;
    private const int DeepestJson = 64;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            var body = await ReadAsync(response.Content, either.Token);
            if (SpeaksForItself(response.StatusCode))
                RequireJson(body, response.Content.Headers.ContentType?.MediaType);
            Replace(response, body);
            var complete = response;
            response = null;
            return complete;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitHostException(GitHostFault.TimedOut, $"Did not answer within {Deadline.TotalSeconds:0} s.", inner: exception);
        }
        catch (HttpRequestException exception)
        {
            throw new GitHostException(GitHostFault.Unreachable, Reason(exception.HttpRequestError), inner: exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new GitHostException(GitHostFault.Garbled, "The answer broke off.", inner: exception);
        }
        finally
        {
            response?.Dispose();
        }
    }

    /// <summary>Answers that are believed: a "not found" of some proxy on the way is none of the host's.</summary>
    private static bool SpeaksForItself(HttpStatusCode status) => (int)status is (>= 200 and < 300) or 400 or 404 or 409 or 410 or 422;

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            if (body.Length + length > LargestBody)
                throw new GitHostException(GitHostFault.TooLarge, $"The answer is larger than {LargestBody / 1024 / 1024} MiB.");
            await body.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
        }

        return body.ToArray();
    }

    private static void RequireJson(byte[] body, string? mediaType)
    {
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestJson });
            while (reader.Read())
            {
            }
        }
        catch (JsonException exception)
        {
            throw new GitHostException(GitHostFault.Garbled, mediaType is "application/json"
                ? "The answer is not complete JSON."
                : "Answered a page instead of JSON: is its Url the address of a Git host, and does no sign-in page stand before it?", inner: exception);
        }
    }

    private static void Replace(HttpResponseMessage response, byte[] body)
    {
        var type = response.Content.Headers.ContentType;
        response.Content.Dispose();
        response.Content = new ByteArrayContent(body);
        response.Content.Headers.ContentType = type;
    }

    public static string Reason(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "Cannot be reached: its name is not known to the DNS.",
        HttpRequestError.SecureConnectionError => "Cannot be reached: its certificate is not trusted or not for this name. Set CaFile to its certificate authorities.",
        HttpRequestError.ConnectionError => "Cannot be reached: no connection.",
        HttpRequestError.ResponseEnded => "Closed the connection without an answer.",
        _ => "Cannot be reached.",
    };
}
