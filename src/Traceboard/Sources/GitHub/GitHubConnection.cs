using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Octokit;
using Octokit.Internal;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.GitHub;

/// <summary>
/// Octokit's connection over our own pipeline. The pipeline holds the credential, the limits and the redirects, so
/// Octokit is anonymous; the shapes are read by System.Text.Json, because Octokit's serializer renames what GraphQL sends.
/// </summary>
internal sealed class GitHubConnection(GitHostAddress address, HostGate gate, HttpMessageHandler pipeline) : IDisposable
{
    private const string Json = "application/vnd.github+json";
    private readonly HttpClientAdapter _http = new(() => pipeline);
    private Connection? _connection;

    private Connection Connection => _connection ??= new Connection(
        new ProductHeaderValue("Traceboard"), address.Api, new InMemoryCredentialStore(Credentials.Anonymous), _http, new ShapeSerializer());

    /// <summary>Reads from the REST API.</summary>
    /// <exception cref="GitHostException">No answer.</exception>
    /// <exception cref="ApiException">GitHub answered 400 or above.</exception>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) where T : class =>
        await ReadAsync(() => Connection.Get<T>(new Uri(path, UriKind.Relative), new Dictionary<string, string>(StringComparer.Ordinal), Json, cancellationToken), cancellationToken);

    /// <summary>Asks the GraphQL API.</summary>
    /// <exception cref="GitHostException">No answer.</exception>
    /// <exception cref="ApiException">GitHub answered 400 or above.</exception>
    public async Task<T> QueryAsync<T>(string query, CancellationToken cancellationToken) where T : class
    {
        // A string is sent as it is; an object would go through the serializer's naming.
        var body = JsonSerializer.Serialize(new GraphCall(query), GitHubJson.Default.GraphCall);
        return await ReadAsync(() => Connection.Post<T>(GitHubAddress.GraphQl(address), body, Json, "application/json", cancellationToken: cancellationToken), cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private async Task<T> ReadAsync<T>(Func<Task<IApiResponse<T>>> call, CancellationToken cancellationToken) where T : class
    {
        try
        {
            var response = await call();
            return response is { Body: { } body, HttpResponse.StatusCode: >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices }
                ? body
                : throw Garbled();
        }
        catch (JsonException exception)
        {
            throw Garbled(exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new GitHostException(GitHostFault.TimedOut, "No turn to ask within 100 s.", inner: exception);
        }
    }

    private GitHostException Garbled(Exception? inner = null)
    {
        var garbled = new GitHostException(GitHostFault.Garbled, "The answer is not the JSON that GitHub promises.", inner: inner);
        gate.Failed(garbled.Message, counts: false);
        return garbled;
    }

    private sealed class ShapeSerializer : IJsonSerializer
    {
        public string Serialize(object item) => throw new NotSupportedException("Bodies are sent as ready text.");

        public T Deserialize<T>(string json) =>
            JsonSerializer.Deserialize(json, (JsonTypeInfo<T>)(GitHubJson.Default.GetTypeInfo(typeof(T))
                ?? throw new NotSupportedException($"{typeof(T).Name} is not among GitHub's shapes.")))!;
    }
}
