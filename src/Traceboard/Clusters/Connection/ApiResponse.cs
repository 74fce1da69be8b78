namespace Traceboard.Clusters.Connection;

/// <summary>A good answer whose body streams. Disposing it ends the request.</summary>
internal sealed class ApiResponse : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly KubernetesHttp _http;

    private ApiResponse(HttpResponseMessage response, Stream body, KubernetesHttp http)
    {
        _response = response;
        _http = http;
        Body = body;
    }

    public Stream Body { get; }

    public string? MediaType => _response.Content.Headers.ContentType?.MediaType;

    /// <summary>The protocol that was agreed on.</summary>
    public Version Version => _response.Version;

    public static async Task<ApiResponse> OpenAsync(HttpResponseMessage response, KubernetesHttp http, CancellationToken cancellationToken)
    {
        try
        {
            return new ApiResponse(response, await response.Content.ReadAsStreamAsync(cancellationToken), http);
        }
        catch
        {
            response.Dispose();
            http.Leave();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        _response.Dispose();
        _http.Leave();
    }
}
