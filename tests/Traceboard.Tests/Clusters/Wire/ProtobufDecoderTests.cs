using System.Text.Json.Nodes;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes.Encoding;
using static Traceboard.Tests.Clusters.Wire.WireReading;

namespace Traceboard.Tests.Clusters.Wire;

public sealed class ProtobufDecoderTests
{
    // What kube-apiserver 1.36 sends for a resource version that etcd has compacted.
    private const string ExpiredFrame =
        "000000640a054552524f52125b0a596b3873000a0c0a0276311206537461747573"
        + "12410a060a0012001a0012074661696c7572651a22746f6f206f6c64207265736f757263652076657273696f6e3a203520283133363329"
        + "2207457870697265"
        + "64309a031a002200";

    [Fact]
    public async Task A_pod_in_protobuf_equals_the_same_pod_in_json()
    {
        var list = JsonNode.Parse(Objects.List("Pod", [Objects.Pod, Objects.Pod]))!;

        var json = await ListAsync(Resource.Pods, Json, Utf8(list.ToJsonString()));
        var protobuf = await ListAsync(Resource.Pods, Protobuf, KubernetesProtobuf.Encode(list));

        Assert.Equal(2, protobuf.Items.Count);
        Assert.Equal(Print(json), Print(protobuf));
    }

    [Fact]
    public async Task An_expired_watch_is_told_with_its_status()
    {
        var told = Assert.Single(await WatchAsync(Resource.Pods, ProtobufWatch, Convert.FromHexString(ExpiredFrame)));

        Assert.Equal(WatchEventType.Error, told.Type);
        Assert.Equal(new ApiStatus(410, "Expired", "too old resource version: 5 (1363)"), told.Status);
    }

    [Fact]
    public async Task A_status_is_told_with_its_causes_and_the_time_to_wait()
    {
        var status = JsonNode.Parse("""
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"m","reason":"Timeout","code":504,
            "details":{"retryAfterSeconds":3,"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"},{"message":"n"}]}}
            """)!;
        var fromProtobuf = Decoder(Resource.Pods, Protobuf).TryReadStatus(KubernetesProtobuf.Encode(status))!;
        var fromJson = Decoder(Resource.Pods, Protobuf).TryReadStatus(Utf8(status.ToJsonString()))!;
        var inStream = Assert.Single(await WatchAsync(Resource.Pods, ProtobufWatch, KubernetesProtobuf.EncodeEvent("ERROR", status))).Status!;

        foreach (var told in new[] { fromProtobuf, fromJson, inStream })
        {
            Assert.Equal((504, "Timeout", "m", 3), (told.Code, told.Reason, told.Message, told.RetryAfterSeconds));
            Assert.Equal(["ResourceVersionTooLarge", "n"], told.Causes!);
        }
    }

    [Theory]
    [InlineData("<html><body>Sign in</body></html>")]
    [InlineData("""{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""")]
    [InlineData("")]
    [InlineData("k8s")]
    public async Task A_body_without_the_magic_bytes_is_refused(string body)
    {
        await Assert.ThrowsAsync<WireFormatException>(() => ListAsync(Resource.Pods, Protobuf, Utf8(body)));
        Assert.Null(Decoder(Resource.Pods, Protobuf).TryReadStatus("<html>"u8));
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Protobuf)]
    public async Task A_list_or_event_of_another_kind_is_refused(string mediaType)
    {
        var isJson = string.Equals(mediaType, Json, StringComparison.Ordinal);
        var list = JsonNode.Parse(Objects.List("Pod", []))!;
        var pod = JsonNode.Parse(Objects.Pod)!;
        var listBody = isJson ? Utf8(list.ToJsonString()) : KubernetesProtobuf.Encode(list);
        var watchBody = isJson ? Utf8($$"""{"type":"ADDED","object":{{pod.ToJsonString()}}}""") : KubernetesProtobuf.EncodeEvent("ADDED", pod);

        Assert.Empty((await ListAsync(Resource.Pods, mediaType, listBody)).Items);
        Assert.Single(await WatchAsync(Resource.Pods, mediaType, watchBody));
        await Assert.ThrowsAsync<WireFormatException>(() => ListAsync(Resource.Namespaces, mediaType, listBody));
        await Assert.ThrowsAsync<WireFormatException>(() => WatchAsync(Resource.Namespaces, mediaType, watchBody));
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(ProtobufWatch)]
    public async Task A_watch_that_ends_before_its_first_event_has_none(string mediaType) =>
        Assert.Empty(await WatchAsync(Resource.Pods, mediaType, []));

    [Theory]
    [InlineData("application/json; charset=utf-8", "JsonDecoder")]
    [InlineData("Application/JSON", "JsonDecoder")]
    [InlineData("application/vnd.kubernetes.protobuf", "ProtobufDecoder")]
    [InlineData("application/vnd.kubernetes.protobuf;stream=watch", "ProtobufDecoder")]
    public void The_media_type_picks_the_decoder(string mediaType, string decoder) =>
        Assert.Equal(decoder, Decoder(Resource.Pods, mediaType).GetType().Name);

    [Theory]
    [InlineData(null)]
    [InlineData("text/html\u001b[31m")]
    public void Another_media_type_is_refused_with_its_name(string? mediaType)
    {
        var refused = Assert.Throws<WireFormatException>(() => WireDecoders.For(Resource.Pods, mediaType, new StringPool(), Kept));
        Assert.Contains(mediaType is null ? "no media type" : "text/html??31m", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pod_nobody_could_run_does_not_hide_the_others()
    {
        var odd = JsonNode.Parse(Objects.Pod)!;
        odd["spec"]!["containers"] = new JsonArray([.. Enumerable.Range(0, 1500).Select(at => new JsonObject { ["name"] = $"c{at}", ["image"] = "a" })]);
        odd["spec"]!["containers"]![0]!["image"] = new string('ä', 5000);
        odd["metadata"]!["annotations"]!["traceboard.io/commit"] = new string('a', 5000);
        odd["metadata"]!["ownerReferences"]![1]!["uid"] = "no GUID";
        var list = JsonNode.Parse(Objects.List("Pod", [odd.ToJsonString(), Objects.Pod]))!;

        var json = await ListAsync(Resource.Pods, Json, Utf8(list.ToJsonString()));
        var protobuf = await ListAsync(Resource.Pods, Protobuf, KubernetesProtobuf.Encode(list));

        Assert.Equal(Print(json), Print(protobuf));
        var pod = Assert.IsType<PodObject>(json.Items[0]);
        Assert.Equal(WireLimits.Containers, pod.Containers.Count);
        Assert.Equal(new string('ä', WireLimits.Text / 2), pod.Containers[0].Image);
        Assert.Empty(pod.Annotations);
        Assert.NotEqual(Guid.Empty, pod.Controller!.Uid);
    }
}
