using System.Buffers;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>
/// One request and its whole answer, through the registry's gate, in a fixed time and up to a fixed size. What is passed on
/// is an answer below 500 that speaks of no limit. Redirects are left to whoever asked.
/// </summary>
internal sealed partial class RegistryCaller(RegistryAddress address, HostGate gate, HttpMessageInvoker http, TimeProvider time, ILogger<RegistryCaller> logger)
{
    public const int LargestBody = 4 * 1024 * 1024;
    private const string Budget = "pull";
    private const int MostChunk = 16 * 1024;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LongestWindow = TimeSpan.FromHours(1);

    private static readonly ProductInfoHeaderValue Product =
        new("Traceboard", typeof(RegistryCaller).Assembly.GetName().Version?.ToString(3) ?? "0");

    /// <summary>Asks. <paramref name="password"/> tells the gate on whose behalf; it is not sent from here.</summary>
    /// <exception cref="GitHostException">No answer, or the registry is not to be asked now.</exception>
    public async Task<RegistryResponse> CallAsync(RegistryRequest request, Secret? password, CancellationToken cancellationToken)
    {
        using var slot = await gate.EnterAsync(Budget, password, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            var response = await ExchangeAsync(request, cancellationToken);
            var took = time.GetElapsedTime(started).TotalMilliseconds;
            LogCall(address.Host, request.Method, request.Place, (int)response.Status, took);
            return Judge(response);
        }
        catch (GitHostException exception) when (exception.Fault is not GitHostFault.Paused)
        {
            if (gate.Failed(exception.Message, counts: exception.Fault is not GitHostFault.TooLarge))
                LogProbing(address.Host, exception.Message);
            throw;
        }
    }

    private RegistryResponse Judge(RegistryResponse response)
    {
        if (response.Limits.Budget is { } told)
            gate.Told(Budget, told);
        if (response.Limits.Refused)
        {
            var wait = gate.Limited(response.Limits.Wait, $"Answered {(int)response.Status}: too many requests.");
            LogLimited(address.Host, (int)response.Status, wait.TotalSeconds);
            throw new GitHostException(GitHostFault.Paused, $"Answered {(int)response.Status}: too many requests. Next in {Math.Ceiling(wait.TotalSeconds):0} s.", wait);
        }

        if ((int)response.Status >= 500)
            throw new GitHostException(GitHostFault.ServerError, $"Answered {(int)response.Status}.", response.Limits.Wait);
        if (gate.Succeeded())
            LogRecovered(address.Host);
        return response;
    }

    private async Task<RegistryResponse> ExchangeAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using var message = request.ToMessage();
            message.Headers.UserAgent.Add(Product);
            using var response = await http.SendAsync(message, either.Token);
            var body = request.Method == HttpMethod.Head ? [] : await ReadAsync(response.Content, request.LargestBody, either.Token);
            return new RegistryResponse(
                response.StatusCode, body, response.Content.Headers.ContentType?.MediaType, Digest(response), response.Headers.Location,
                Challenge.Read(response.Headers.WwwAuthenticate), Limits(response, body));
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitHostException(GitHostFault.TimedOut, $"Did not answer within {Deadline.TotalSeconds:0} s.", inner: exception);
        }
        catch (HttpRequestException exception) when (exception.InnerException is ForbiddenAddressException forbidden)
        {
            throw new GitHostException(GitHostFault.Redirected, forbidden.Message, inner: exception);
        }
        catch (HttpRequestException exception)
        {
            throw new GitHostException(GitHostFault.Unreachable, BodyHandler.Reason(exception.HttpRequestError), inner: exception);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            throw new GitHostException(GitHostFault.Garbled, "The answer broke off.", inner: exception);
        }
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, int most, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > most)
            throw TooLarge(most);
        using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var chunk = ArrayPool<byte>.Shared.Rent(MostChunk);
        try
        {
            while (await stream.ReadAsync(chunk, cancellationToken) is > 0 and var length)
            {
                if (body.Length + length > most)
                    throw TooLarge(most);
                await body.WriteAsync(chunk.AsMemory(0, length), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return body.ToArray();
    }

    private static GitHostException TooLarge(int most) => new(GitHostFault.TooLarge, $"The answer is larger than {most / 1024} KiB.");

    private static string? Digest(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Docker-Content-Digest", out var values) && values.FirstOrDefault() is { Length: <= 256 } digest ? digest : null;

    /// <summary>Docker Hub counts in windows of hours and tells no end of one, only its length (<c>100;w=21600</c>).</summary>
    private LimitSignal Limits(HttpResponseMessage response, byte[] body)
    {
        var now = time.GetUtcNow();
        var limits = LimitSignal.Read(response, (int)response.StatusCode is 403 ? Encoding.UTF8.GetString(body) : "", now);
        var window = response.Headers.NonValidated.TryGetValues("RateLimit-Limit", out var values) && values.ToString().Split(";w=") is [_, var seconds]
            && int.TryParse(seconds, out var length) && length > 0 ? TimeSpan.FromSeconds(length) : TimeSpan.Zero;
        return window == TimeSpan.Zero || limits.Budget is not { } budget
            ? limits
            : limits with { Budget = budget with { ResetsAt = now + (window < LongestWindow ? window : LongestWindow) } };
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Registry {Host}: {Method} {Address} answered {Status} in {Milliseconds:0} ms")]
    private partial void LogCall(string host, HttpMethod method, string address, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Registry {Host} answered {Status}, too many requests; it is left alone for {Seconds:0} s")]
    private partial void LogLimited(string host, int status, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Registry {Host} keeps failing and is only probed once a minute; last: {Error}")]
    private partial void LogProbing(string host, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Registry {Host} answers again")]
    private partial void LogRecovered(string host);
}
