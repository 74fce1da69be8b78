using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Traceboard.Sources.Http;

/// <summary>
/// Lets requests to one host through its gate, with its credential, to its own address only, and tells the gate what
/// came of them. What is passed on is a complete answer below 500 that speaks of no limit.
/// </summary>
internal sealed partial class GateHandler(GitHostAddress address, GitHostCredential credential, HostGate gate, TimeProvider time, ILogger<GateHandler> logger)
    : DelegatingHandler
{
    private const string GraphQl = "graphql";
    private const string Rest = "rest";
    private static readonly ProductInfoHeaderValue Product =
        new("Traceboard", typeof(GateHandler).Assembly.GetName().Version?.ToString(3) ?? "0");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!address.IsOwn(request.RequestUri))
            throw new GitHostException(GitHostFault.Redirected, $"Not asked: the address is not one of {address.Api.GetLeftPart(UriPartial.Authority)}.");

        var secret = await ReadCredentialAsync(cancellationToken);
        var budget = request.RequestUri!.AbsolutePath.EndsWith("/graphql", StringComparison.Ordinal) ? GraphQl : Rest;
        using var slot = await gate.EnterAsync(budget, secret, cancellationToken);
        var started = time.GetTimestamp();
        try
        {
            request.Headers.UserAgent.Clear();
            request.Headers.UserAgent.Add(Product);
            request.Headers.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret.Reveal());
            var response = await base.SendAsync(request, cancellationToken);
            var took = time.GetElapsedTime(started).TotalMilliseconds;
            LogCall(address.Name, request.Method, request.RequestUri, (int)response.StatusCode, took);
            return await JudgeAsync(response, budget, secret, cancellationToken);
        }
        catch (GitHostException exception) when (exception.Fault is not (GitHostFault.Paused or GitHostFault.CredentialRefused))
        {
            if (gate.Failed(exception.Message, counts: exception.Fault != GitHostFault.TooLarge))
                LogProbing(address.Name, exception.Message);
            throw;
        }
        finally
        {
            request.Headers.Authorization = null;
        }
    }

    private async Task<Secret?> ReadCredentialAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await credential.ReadAsync(cancellationToken);
        }
        catch (GitHostException exception)
        {
            gate.Failed(exception.Message, counts: false);
            throw;
        }
    }

    private async Task<HttpResponseMessage> JudgeAsync(HttpResponseMessage response, string budget, Secret? secret, CancellationToken cancellationToken)
    {
        var body = response.StatusCode is HttpStatusCode.Forbidden ? await response.Content.ReadAsStringAsync(cancellationToken) : "";
        var refusedInText = budget == GraphQl && response.StatusCode is HttpStatusCode.OK
            && GraphQlLimit.IsToldBy(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        var limits = LimitSignal.Read(response, body, time.GetUtcNow(), refusedInText);
        var status = (int)response.StatusCode;
        if (limits.Budget is { } told)
            gate.Told(budget, told);

        if (limits.Refused)
        {
            response.Dispose();
            var wait = gate.Limited(limits.Wait, $"Answered {status}: too many requests.");
            LogLimited(address.Name, status, wait.TotalSeconds);
            throw new GitHostException(GitHostFault.Paused, $"Answered {status}: too many requests. Next in {Math.Ceiling(wait.TotalSeconds):0} s.", wait);
        }

        if (status >= 500)
        {
            response.Dispose();
            throw new GitHostException(GitHostFault.ServerError, $"Answered {status}.", limits.Wait);
        }

        if (response.StatusCode == HttpStatusCode.Unauthorized && budget == Rest)
        {
            response.Dispose();
            var refusal = credential.Refusal;
            if (secret is not null)
                credential.Refused(secret);
            gate.CredentialRefused(secret, refusal);
            LogRefused(address.Name, refusal);
            throw new GitHostException(GitHostFault.CredentialRefused, refusal);
        }

        if (gate.Succeeded())
            LogRecovered(address.Name);
        // The limits are read; client libraries that read them again stumble over nonsense in them.
        var location = response.Headers.Location;
        response.Headers.Clear();
        response.Headers.Location = location;
        return response;
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Git host {Host}: {Method} {Address} answered {Status} in {Milliseconds:0} ms")]
    private partial void LogCall(string host, HttpMethod method, Uri? address, int status, double milliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Git host {Host} answered {Status}, too many requests; it is left alone for {Seconds:0} s")]
    private partial void LogLimited(string host, int status, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Git host {Host} keeps failing and is only probed once a minute; last: {Error}")]
    private partial void LogProbing(string host, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Git host {Host} refuses: {Error}")]
    private partial void LogRefused(string host, string error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Git host {Host} answers again")]
    private partial void LogRecovered(string host);
}
