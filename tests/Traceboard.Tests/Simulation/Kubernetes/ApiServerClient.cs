using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Traceboard.Simulation.Kubernetes;

namespace Traceboard.Tests.Simulation.Kubernetes;

/// <summary>A plain HTTP client of a simulated cluster.</summary>
internal sealed class ApiServerClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiServerClient(SimulatedCluster cluster, string accept = "application/json")
    {
        _http = new HttpClient { BaseAddress = cluster.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", cluster.Token);
        _http.DefaultRequestHeaders.Accept.ParseAdd(accept);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public HttpRequestHeaders Headers => _http.DefaultRequestHeaders;

    public async Task<JsonNode> GetAsync(string path) => JsonNode.Parse(await _http.GetStringAsync(path, Stop))!;

    public Task<HttpResponseMessage> SendAsync(string path) => _http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Stop);

    public Task<HttpResponseMessage> PostAsync(string path, string json) => _http.PostAsync(path, new StringContent(json), Stop);

    /// <summary>Opens a watch; its headers have come when this returns.</summary>
    public async Task<StreamReader> WatchAsync(string path)
    {
        var response = await SendAsync(path);
        response.EnsureSuccessStatusCode();
        return new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
    }

    public static async Task<JsonNode?> NextAsync(StreamReader watch) => await watch.ReadLineAsync(Stop) is { } line ? JsonNode.Parse(line) : null;

    public static string Summary(JsonNode change) => $"{change["type"]} {change["object"]!["metadata"]!["name"]}";

    public void Dispose() => _http.Dispose();
}
