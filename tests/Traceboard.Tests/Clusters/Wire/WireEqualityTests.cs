using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FsCheck.Xunit;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes.Encoding;
using static Traceboard.Tests.Clusters.Wire.WireReading;

namespace Traceboard.Tests.Clusters.Wire;

public sealed partial class WireEqualityTests
{
    private static readonly Resource[] Resources = Enum.GetValues<Resource>();
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    [Property(MaxTest = 30)]
    public void Both_encodings_of_a_list_give_equal_objects(int seed)
    {
        foreach (var resource in Resources)
        {
            var list = new GeneratedObjects(seed).CreateList(resource, 3);
            var protobuf = Comparable(ListAsync(resource, Protobuf, KubernetesProtobuf.Encode(list)).GetAwaiter().GetResult());
            foreach (var options in new[] { JsonSerializerOptions.Default, Relaxed, Indented })
            {
                Assert.Equal(protobuf, Comparable(ListAsync(resource, Json, Utf8(list.ToJsonString(options))).GetAwaiter().GetResult()));
            }
        }
    }

    [Property(MaxTest = 30)]
    public void Both_encodings_of_a_watch_give_equal_events(int seed)
    {
        var objects = new GeneratedObjects(seed);
        foreach (var resource in Resources)
        {
            JsonObject[] told = [objects.Create(resource), objects.Create(resource)];
            var json = string.Concat(told.Select(item => $$"""{"type":"ADDED","object":{{item.ToJsonString()}}}""" + "\n"));
            byte[] protobuf = [.. told.SelectMany(item => KubernetesProtobuf.EncodeEvent("ADDED", item))];

            Assert.Equal(
                WatchAsync(resource, ProtobufWatch, protobuf).GetAwaiter().GetResult().Select(Comparable),
                WatchAsync(resource, Json, Utf8(json)).GetAwaiter().GetResult().Select(Comparable));
        }
    }

    [Property(MaxTest = 30)]
    public void What_is_not_needed_never_becomes_a_string(int seed)
    {
        foreach (var resource in Resources)
        {
            var list = new GeneratedObjects(seed, density: 0.9).CreateList(resource, 2);
            Assert.Contains(GeneratedObjects.Canary, list.ToJsonString(), StringComparison.Ordinal);

            var pool = new StringPool();
            var json = ListAsync(resource, Json, new ChunkedStream(Utf8(list.ToJsonString()), 1000), pool).GetAwaiter().GetResult();
            var protobuf = ListAsync(resource, Protobuf, new ChunkedStream(KubernetesProtobuf.Encode(list), 1000), pool).GetAwaiter().GetResult();

            Assert.DoesNotContain(GeneratedObjects.Canary, Print(json) + Print(protobuf), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_generated_objects_have_what_is_kept()
    {
        var list = new GeneratedObjects(7, density: 1).CreateList(Resource.Pods, 20);
        var pods = (await ListAsync(Resource.Pods, Protobuf, KubernetesProtobuf.Encode(list))).Items.Cast<PodObject>().ToArray();

        Assert.Contains(pods, pod => pod.Controller is not null);
        Assert.Contains(pods, pod => pod.Containers.Any(container => container is { Waiting: not null, Restarts: > 0, ImageId.Length: > 0 }));
        Assert.Contains(pods, pod => pod.Ready);
        Assert.All(pods, pod => Assert.NotEmpty(pod.Labels));
        Assert.All(pods, pod => Assert.NotEmpty(pod.Annotations));
    }

    // The two encodings hash a template differently, as their contract says.
    private static string Comparable(string printed) => Fingerprint().Replace(printed, "fingerprint");

    private static string Comparable(WatchEvent told) => Comparable(Print(told));

    private static string Comparable((ListMetadata, List<KubernetesObject>) list) => Comparable(Print(list));

    [GeneratedRegex("[jp]:[0-9a-f]{32}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fingerprint();
}
