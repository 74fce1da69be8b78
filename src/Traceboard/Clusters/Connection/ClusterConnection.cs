using System.Net;

namespace Traceboard.Clusters.Connection;

/// <summary>What is asked of an API server.</summary>
/// <param name="Path">Relative to the server's address, with the query.</param>
/// <param name="Verb">The RBAC verb, for messages.</param>
/// <param name="Subject">The collection or object, for messages.</param>
/// <param name="Accept">Accepted media types.</param>
internal sealed record ApiRequest(string Path, string Verb, string Subject, string Accept = ApiRequest.Json)
{
    public const string Json = "application/json";
    public const string ProtobufFirst = "application/vnd.kubernetes.protobuf, application/json;q=0.9";

    /// <summary>A body to post, in JSON; null: a GET.</summary>
    public string? Post { get; init; }
}

/// <summary>
/// One cluster's API server: reads its configuration when first used and whenever it becomes suspect, refreshes a
/// refused credential once and tries once more. Everything that fails is a <see cref="ClusterException"/>.
/// </summary>
internal sealed class ClusterConnection(ClusterOptions options, Surroundings surroundings, ReadStatus readStatus, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan _headerTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _renewAtMostEvery = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _opening = new(1);
    private Opened? _opened;
    private volatile Opened? _lastOpened;

    /// <summary>Scheme, host and port, once the configuration was read.</summary>
    public string? Server => _lastOpened?.Server;

    public IReadOnlyList<string> Problems => _lastOpened?.Target.Problems ?? [];

    /// <summary>Sends a request; the body of the answer streams.</summary>
    /// <exception cref="ClusterException">There is no good answer.</exception>
    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync(cancellationToken);
        var generation = opened.Target.Credential?.Generation;
        try
        {
            return await SendOnceAsync(opened, request, cancellationToken);
        }
        catch (ClusterException refused) when (refused.Fault == ClusterFault.Unauthorized && opened.Target.Credential is not null)
        {
            await opened.Target.Credential.RefreshAsync(generation ?? 0, cancellationToken);
            return await SendOnceAsync(await OpenAsync(cancellationToken), request, cancellationToken);
        }
    }

    /// <summary>
    /// Forgets configuration, credential and TCP connections: the next request starts from the files. To be called
    /// when an open connection fell silent, or a certificate or credential was refused. Does nothing within 5 s of the
    /// last time, because all requests of a cluster fail together.
    /// </summary>
    public void Renew()
    {
        if (_opened is { } opened && time.GetElapsedTime(opened.OpenedAt) > _renewAtMostEvery)
            Close(Interlocked.CompareExchange(ref _opened, null, opened) == opened ? opened : null);
    }

    public void Dispose()
    {
        Close(Interlocked.Exchange(ref _opened, null));
        _opening.Dispose();
    }

    /// <summary>A SHA-256 over server address and CA, for clusters whose own identity may not be read.</summary>
    /// <exception cref="ClusterException">The configuration cannot be used.</exception>
    public async Task<string> FingerprintAsync(CancellationToken cancellationToken)
    {
        var target = (await OpenAsync(cancellationToken)).Target;
        var roots = string.Concat((target.TrustedRoots ?? []).Select(root => root.Thumbprint).Order(StringComparer.Ordinal));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{target.Server}\n{roots}")));
    }

    private async Task<Opened> OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            var opened = _opened;
            if (opened is not null && await IsCurrentAsync(opened, cancellationToken))
                return opened;
            var target = opened?.Target ?? await ClusterTarget.ReadAsync(options, surroundings, time, cancellationToken);
            if (target.Credential is not null)
                await target.Credential.GetAuthenticationHeaderAsync(cancellationToken);
            var renewed = new Opened(target, Make(target), time.GetTimestamp());
            _lastOpened = renewed;
            Close(Interlocked.Exchange(ref _opened, renewed));
            return renewed;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>A plugin's client certificate belongs to the TLS connection, so a new one needs a new client.</summary>
    private static async Task<bool> IsCurrentAsync(Opened opened, CancellationToken cancellationToken)
    {
        if (opened.Target.Credential is not ExecPluginCredential plugin)
            return true;
        await plugin.GetAuthenticationHeaderAsync(cancellationToken);
        return Equals(plugin.ClientCertificate, opened.Http.CertificateOfPlugin);
    }

    private KubernetesHttp Make(ClusterTarget target)
    {
        try
        {
            return new KubernetesHttp(target, new RefusalHandler(readStatus, time));
        }
        catch (Exception fault) when (fault is System.Security.Cryptography.CryptographicException or FormatException or IOException or UnauthorizedAccessException or k8s.Exceptions.KubeConfigException)
        {
            throw new ClusterException(ClusterFault.Configuration, "The client certificate or key of this context cannot be read: they must be PEM files that belong together.", fault);
        }
    }

    private async Task<ApiResponse> SendOnceAsync(Opened opened, ApiRequest request, CancellationToken cancellationToken)
    {
        while (!opened.Http.TryEnter())
            opened = await OpenAsync(cancellationToken);
        using var limit = new CancellationTokenSource(_headerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var entered = true;
        try
        {
            using var message = Message(opened, request);
            var response = await opened.Http.SendAsync(message, either.Token);
            entered = false;
            return await ApiResponse.OpenAsync(response, opened.Http, cancellationToken);
        }
        catch (ApiRefusal refusal)
        {
            throw Faults.Refused(opened.Server, request.Verb, request.Subject, refusal.Code, refusal.Status, refusal.RetryAfter);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested && fault is HttpRequestException or IOException or OperationCanceledException or k8s.Autorest.HttpOperationException)
        {
            // The exception of KubernetesClient carries the request's headers, so it must not go on as a cause.
            throw Faults.Failed(opened.Server, fault is k8s.Autorest.HttpOperationException ? new IOException("unexpected status") : fault);
        }
        finally
        {
            if (entered)
                opened.Http.Leave();
        }
    }

    private static HttpRequestMessage Message(Opened opened, ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Post is null ? HttpMethod.Get : HttpMethod.Post, new Uri(opened.Http.BaseUri, request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (request.Post is not null)
            message.Content = new StringContent(request.Post, System.Text.Encoding.UTF8, ApiRequest.Json);
        return message;
    }

    private static void Close(Opened? opened) => opened?.Http.Leave();

    private sealed record Opened(ClusterTarget Target, KubernetesHttp Http, long OpenedAt)
    {
        public string Server { get; } = Target.Server.GetLeftPart(UriPartial.Authority);
    }
}
