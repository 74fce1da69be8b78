using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using k8s;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes.Encoding;
using static Traceboard.Tests.Clusters.Wire.WireReading;
using KubernetesObject = Traceboard.Clusters.Wire.KubernetesObject;

namespace Traceboard.Tests.Clusters.Wire;

/// <summary>Runs where <c>TRACEBOARD_TEST_KUBECONFIG</c> names a cluster to write to that neither validates nor runs what it is given.</summary>
public sealed class RealApiServerTests : IAsyncLifetime
{
    private readonly string? _kubeconfig = Environment.GetEnvironmentVariable("TRACEBOARD_TEST_KUBECONFIG");
    private readonly string _namespace = $"wire-{Guid.NewGuid():N}"[..20];
    private Kubernetes? _cluster;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(_kubeconfig is null, "TRACEBOARD_TEST_KUBECONFIG names no cluster.");
        _cluster = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(_kubeconfig));
        var created = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = _namespace } };
        await SendAsync(HttpMethod.Post, "api/v1/namespaces", created);
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            foreach (var resource in Enum.GetValues<Resource>().Where(resource => resource is not Resource.Namespaces))
            {
                await ReadAsync(HttpMethod.Delete, Path(resource), Json);
            }
            await ReadAsync(HttpMethod.Delete, $"api/v1/namespaces/{_namespace}", Json);
            _cluster.Dispose();
        }
    }

    [Fact]
    public async Task Every_field_that_is_encoded_is_understood_by_the_api_server()
    {
        foreach (var resource in Enum.GetValues<Resource>().Where(resource => resource is not Resource.Namespaces))
        {
            var sent = Create(resource, seed: 11, density: 1);
            await SendAsync(HttpMethod.Post, Path(resource), sent);
            var stored = await SendAsync(HttpMethod.Put, $"{Path(resource)}/{sent["metadata"]!["name"]}/status", sent);

            AssertContains(stored["spec"], sent["spec"], $"{resource}.spec");
            AssertContains(stored["status"], sent["status"], $"{resource}.status");
            AssertContains(stored["metadata"]!["labels"], sent["metadata"]!["labels"], $"{resource}.labels");
        }
    }

    [Fact]
    public async Task Lists_and_watches_give_equal_objects_in_both_encodings()
    {
        foreach (var resource in Enum.GetValues<Resource>())
        {
            var path = resource is Resource.Namespaces ? "api/v1/namespaces" : Path(resource);
            if (resource is not Resource.Namespaces)
            {
                foreach (var seed in Enumerable.Range(1, 3))
                {
                    var sent = Create(resource, seed, density: 0.6);
                    await SendAsync(HttpMethod.Post, path, sent);
                    await SendAsync(HttpMethod.Put, $"{path}/{sent["metadata"]!["name"]}/status", sent);
                }
            }
            // Beside the objects made here, those that the cluster has.
            path = path.Replace($"namespaces/{_namespace}/", "", StringComparison.Ordinal);
            var json = await ListAsync(resource, Json, await ReadAsync(HttpMethod.Get, path, Json));
            var protobuf = await ListAsync(resource, Protobuf, await ReadAsync(HttpMethod.Get, path, Protobuf));
            var watch = $"{path}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&timeoutSeconds=1";
            var jsonEvents = await WatchAsync(resource, Json, await ReadAsync(HttpMethod.Get, watch, Json));
            var protobufEvents = await WatchAsync(resource, ProtobufWatch, await ReadAsync(HttpMethod.Get, watch, Protobuf));

            Assert.NotEmpty(json.Items);
            Assert.Equal(json.Items.Select(Unhashed), protobuf.Items.Select(Unhashed), StringComparer.Ordinal);
            Assert.Equal(json.Items.Select(Unhashed).Order(StringComparer.Ordinal), Told(jsonEvents), StringComparer.Ordinal);
            Assert.Equal(json.Items.Select(Unhashed).Order(StringComparer.Ordinal), Told(protobufEvents), StringComparer.Ordinal);
            Assert.Contains(jsonEvents, told => told.EndsInitialEvents);
            Assert.Contains(protobufEvents, told => told.EndsInitialEvents);
        }
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Protobuf)]
    public async Task The_status_of_a_refused_request_is_told(string mediaType)
    {
        var future = await ReadAsync(HttpMethod.Get, "api/v1/pods?resourceVersion=999999999&timeoutSeconds=1", mediaType);
        var status = Decoder(Resource.Pods, mediaType).TryReadStatus(future);
        Assert.Equal((504, "Timeout"), (status!.Code, status.Reason));
        Assert.Contains("ResourceVersionTooLarge", status.Causes!, StringComparer.Ordinal);
    }

    private static IEnumerable<string> Told(IEnumerable<WatchEvent> events) =>
        events.Where(told => told.Object is not null).Select(told => Unhashed(told.Object!)).Order(StringComparer.Ordinal);

    private static string Unhashed(KubernetesObject item) => Print(item is ControllerObject controller ? controller with { TemplateFingerprint = null } : item);

    private static void AssertContains(JsonNode? stored, JsonNode? sent, string path)
    {
        switch (sent)
        {
            case JsonObject properties:
                foreach (var (key, value) in properties)
                {
                    AssertContains((stored as JsonObject)?[key], value, $"{path}.{key}");
                }
                break;
            case JsonArray items:
                Assert.True(items.Count == ((stored as JsonArray)?.Count ?? 0), path);
                for (var i = 0; i < items.Count; i++)
                {
                    AssertContains(stored![i], items[i], $"{path}[{i}]");
                }
                break;
            default:
                // The API server leaves out what is empty.
                Assert.True(JsonNode.DeepEquals(stored, sent) || (stored is null && sent!.ToJsonString() is "0" or "\"\"" or "false"), $"{path}: {sent} became {stored}");
                break;
        }
    }

    private JsonObject Create(Resource resource, int seed, double density)
    {
        var created = new GeneratedObjects(seed, density).Create(resource);
        created["metadata"] = new JsonObject
        {
            ["name"] = $"{resource.Kind().ToLowerInvariant()}-{seed}-{density:0.#}".Replace('.', '-'),
            ["namespace"] = _namespace,
            ["labels"] = new JsonObject { ["app"] = "shop", ["team"] = "payments" },
            ["annotations"] = new JsonObject { ["traceboard.io/commit"] = "größe" },
        };
        return created;
    }

    private string Path(Resource resource) =>
        $"{(resource is Resource.Pods ? "api" : "apis")}/{GeneratedObjects.ApiVersion(resource)}/namespaces/{_namespace}/{resource.ToString().ToLowerInvariant()}";

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject body)
    {
        using var content = new ByteArrayContent(KubernetesProtobuf.Encode(body));
        content.Headers.ContentType = new MediaTypeHeaderValue(KubernetesProtobuf.MediaType);
        var answer = JsonNode.Parse(await ReadAsync(method, path, Json, content))!;
        Assert.False(string.Equals((string?)answer["kind"], "Status", StringComparison.Ordinal), $"{method} {path}: {answer}");
        return answer;
    }

    private async Task<byte[]> ReadAsync(HttpMethod method, string path, string accept, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_cluster!.BaseUri, path)) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", accept);
        request.Headers.TryAddWithoutValidation("User-Agent", "traceboard-tests");
        await _cluster.Credentials.ProcessHttpRequestAsync(request, TestContext.Current.CancellationToken);
        using var response = await _cluster.HttpClient.SendAsync(request, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
