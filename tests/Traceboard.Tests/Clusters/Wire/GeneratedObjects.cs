using System.Text.Json.Nodes;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes.Encoding;

namespace Traceboard.Tests.Clusters.Wire;

/// <summary>
/// Objects with any of the fields that the API has, from a seed. Every text that Traceboard must not read holds
/// <see cref="Canary"/>.
/// </summary>
internal sealed class GeneratedObjects(int seed, double density = 0.5)
{
    public const string Canary = "s3cr3t";

    private static readonly string[] Names = ["web", "side", "größe", "日本", "a\"b\\c", "q", new('n', 253)];
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        "name", "namespace", "uid", "kind", "image", "imageID", "nodeName", "phase", "reason", "type", "status", "updateRevision", "resourceVersion",
    };

    // The same seed gives the same object.
    private readonly Random _random = new(seed);

    public static string ApiVersion(Resource resource) => resource switch
    {
        Resource.Pods or Resource.Namespaces => "v1",
        Resource.Jobs or Resource.CronJobs => "batch/v1",
        _ => "apps/v1",
    };

    public JsonObject Create(Resource resource)
    {
        var created = Message(resource.Kind(), "");
        var metadata = created["metadata"] as JsonObject ?? [];
        created["metadata"] = metadata;
        metadata["name"] = $"object-{_random.Next(1000)}";
        metadata["uid"] = Uid();
        metadata["resourceVersion"] = $"{_random.Next(1, int.MaxValue)}";
        metadata["creationTimestamp"] = Time();
        created["apiVersion"] = ApiVersion(resource);
        created["kind"] = resource.Kind();
        return created;
    }

    public JsonObject CreateList(Resource resource, int count)
    {
        var items = Enumerable.Range(0, count).Select(_ => Create(resource)).ToArray();
        foreach (var item in items)
        {
            item.Remove("kind");
            item.Remove("apiVersion");
        }
        return new JsonObject
        {
            ["kind"] = resource.Kind() + "List",
            ["apiVersion"] = ApiVersion(resource),
            ["metadata"] = new JsonObject { ["resourceVersion"] = "77", ["continue"] = _random.Next(2) == 0 ? "token" : "" },
            ["items"] = new JsonArray([.. items]),
        };
    }

    private JsonObject Message(string name, string path)
    {
        var message = MessageTable.Of(name);
        var json = new JsonObject();
        foreach (var inlined in message.Inlined)
        {
            foreach (var (key, value) in Message(inlined.Type, path).ToArray())
            {
                value!.Parent!.AsObject().Remove(key);
                json[key] = value;
            }
        }
        foreach (var field in message.Fields.Values.OrderBy(field => field.Number))
        {
            if (_random.NextDouble() < density)
            {
                json[field.Name] = Value(field, $"{path}/{field.Name}");
            }
        }
        return json;
    }

    private JsonNode Value(Field field, string path) => field.Shape switch
    {
        Shape.One => One(field.Type, field.Name, path),
        Shape.List => new JsonArray([.. Enumerable.Range(0, Count(path)).Select(_ => One(field.Type, field.Name, path))]),
        _ => new JsonObject(Keys(path).ToDictionary(key => key, key => (JsonNode?)One(field.Type, key, path), StringComparer.Ordinal)),
    };

    private int Count(string path) => path.EndsWith("ontainers", StringComparison.Ordinal) || path.EndsWith("Statuses", StringComparison.Ordinal)
        ? _random.Next(density < 1 ? 0 : 1, 4)
        : _random.Next(1, 3);

    private IEnumerable<string> Keys(string path) => path.EndsWith("labels", StringComparison.Ordinal)
        ? ["app", "pod-template-hash", "x/y"]
        : ["kubectl.kubernetes.io/restartedAt", "traceboard.io/commit", $"other-{_random.Next(9)}"];

    private JsonNode One(string type, string name, string path) => type switch
    {
        "" => Text(name, path),
        "int" => _random.Next(0, 1000),
        "bool" => _random.Next(2) == 0,
        "bytes" => Convert.ToBase64String([1, 2, 3]),
        "quantity" => "100m",
        "time" => Time(),
        "microTime" => "2026-11-23T09:42:46.123456Z",
        "fieldsV1" => new JsonObject { ["f:" + Canary] = new JsonObject { ["k:{\"a\":\"}\\\"}"] = new JsonObject { ["."] = new JsonObject() } } },
        "intOrString" => _random.Next(2) == 0 ? _random.Next(0, 65536) : "http",
        _ => Message(type, path),
    };

    private string Text(string name, string path) => name switch
    {
        "type" => Pick("Ready", "Progressing", "Initialized"),
        "status" when path.Contains("onditions", StringComparison.Ordinal) => Pick("True", "False", "Unknown"),
        "uid" => Uid(),
        "name" => Pick(Names),
        "image" or "imageID" => $"registry.example.com/shop/web-{_random.Next(5)}:1.{_random.Next(9)}",
        "app" or "traceboard.io/commit" => Pick("shop", "größe \"2\" \\ /\n\t", ""),
        _ when Kept.Contains(name) => $"{name}-{_random.Next(5)}",
        _ => $"{Canary} \"{name}\" }}]\\",
    };

    private string Pick(params string[] from) => from[_random.Next(from.Length)];

    private string Time() => DateTimeOffset.FromUnixTimeSeconds(_random.Next(1, int.MaxValue)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    private string Uid()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
