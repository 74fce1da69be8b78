using System.Net.Sockets;
using System.Security.Authentication;
using Traceboard.Clusters.Wire;

namespace Traceboard.Clusters.Connection;

/// <summary>Says in one line what went wrong with a request, and what to do.</summary>
internal static class Faults
{
    /// <summary>A refusal, as an HTTP status or as an error within a watch.</summary>
    /// <param name="server">Scheme, host and port.</param>
    /// <param name="verb">The RBAC verb that was tried.</param>
    /// <param name="resource">The collection, with its API group where it has one.</param>
    /// <param name="code">HTTP status code.</param>
    /// <param name="status">The Status, where there was one.</param>
    /// <param name="retryAfter">From the header.</param>
    public static ClusterException Refused(string server, string verb, string resource, int code, ApiStatus? status, TimeSpan? retryAfter)
    {
        retryAfter ??= status?.RetryAfterSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (IsTooNew(status))
            return new(ClusterFault.TooNew, $"{server} does not know the resource version of {resource} yet (it restarted or lags behind): they are listed again.");
        return code switch
        {
            401 => new(ClusterFault.Unauthorized, $"{server} does not accept the credential (401): renew the token, certificate or plugin login of this context."),
            403 => new(ClusterFault.Forbidden, $"{server} forbids '{verb}' on {resource} (403): grant the verb '{verb}' on {resource} in a ClusterRole."),
            404 => new(ClusterFault.Absent, $"{server} has no {resource} (404): check that the address is that of a Kubernetes API server."),
            410 => new(ClusterFault.Expired, $"{server} no longer has the history of {resource} that was asked for (410): they are listed again."),
            429 => new(ClusterFault.Busy, $"{server} asks to wait before {resource} are read again (429): it is overloaded.") { RetryAfter = retryAfter },
            >= 300 and < 400 => new(ClusterFault.Refused, $"{server} redirects elsewhere ({code}), which is not followed: correct the server address."),
            >= 500 when retryAfter is not null => new(ClusterFault.Busy, $"{server} failed on {resource} ({code}) and asks to wait: look at the API server.") { RetryAfter = retryAfter },
            _ => new(ClusterFault.Refused, $"{server} failed to '{verb}' {resource} ({code} {Word(status)}): look at the API server."),
        };
    }

    /// <summary>A failure below HTTP.</summary>
    public static ClusterException Failed(string server, Exception fault) => fault switch
    {
        ClusterException known => known,
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            Unreachable($"The host name of {server} cannot be resolved: correct the server address or the DNS.", fault),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException => Untrusted(server, fault),
        HttpRequestException when Socket(fault) is { SocketErrorCode: SocketError.ConnectionRefused } =>
            Unreachable($"{server} refuses the connection: start the API server, or correct the server address.", fault),
        HttpRequestException when Socket(fault) is { SocketErrorCode: SocketError.TimedOut } => TimedOut(server, fault),
        HttpRequestException when Socket(fault) is { } socket =>
            Unreachable($"{server} cannot be reached ({socket.SocketErrorCode}): check the network between here and there.", fault),
        OperationCanceledException or TimeoutException => TimedOut(server, fault),
        WireFormatException => new(ClusterFault.Undecodable, $"{server} sent what is not a Kubernetes answer: check that the address is that of an API server, and what stands between.", fault),
        _ => Unreachable($"The connection to {server} broke off: check the API server and what stands between.", fault),
    };

    public static ClusterException TimedOut(string server, Exception? fault = null) =>
        Unreachable($"{server} gave no answer in time: check the API server, firewalls and the server address.", fault);

    private static ClusterException Untrusted(string server, Exception fault)
    {
        var told = string.Concat(Chain(fault).OfType<AuthenticationException>().Select(inner => inner.Message));
        var reason = told switch
        {
            _ when told.Contains("NameMismatch", StringComparison.Ordinal) =>
                "is for another host name: correct the server address, or set tls-server-name in the kubeconfig to a name that the certificate holds",
            _ when told.Contains("NotTimeValid", StringComparison.Ordinal) => "has expired or is not valid yet: renew it, or correct this machine's clock",
            _ when told.Contains("UntrustedRoot", StringComparison.Ordinal) || told.Contains("PartialChain", StringComparison.Ordinal) =>
                "was not issued by the CA of the kubeconfig: update certificate-authority-data, or find out who is answering",
            _ => "or its TLS is not acceptable: check the certificate, the CA in the kubeconfig and that this port speaks TLS",
        };
        return new(ClusterFault.Untrusted, $"The certificate of {server} {reason}.", fault);
    }

    private static bool IsTooNew(ApiStatus? status) =>
        status is not null && (status.Causes?.Contains("ResourceVersionTooLarge", StringComparer.Ordinal) == true
            || status.Message.Contains("Too large resource version", StringComparison.OrdinalIgnoreCase));

    /// <summary>The machine-readable reason, if it is one: the server chooses it.</summary>
    private static string Word(ApiStatus? status) =>
        status?.Reason is { Length: > 0 and <= 40 } reason && reason.All(char.IsAsciiLetter) ? reason : "";

    private static ClusterException Unreachable(string message, Exception? fault) => new(ClusterFault.Unreachable, message, fault);

    private static SocketException? Socket(Exception fault) => Chain(fault).OfType<SocketException>().FirstOrDefault();

    private static IEnumerable<Exception> Chain(Exception fault)
    {
        for (Exception? inner = fault; inner is not null; inner = inner.InnerException)
            yield return inner;
    }
}
