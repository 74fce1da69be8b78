using System.IO.Compression;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes.Encoding;
using static Traceboard.Tests.Clusters.Wire.WireReading;

namespace Traceboard.Tests.Clusters.Wire;

/// <summary>What cut, changed and boundless bodies do.</summary>
public sealed class HostileBodyTests
{
    private static readonly JsonObject PodList = JsonNode.Parse(Objects.List("Pod", [Objects.Pod, Objects.Pod]))!.AsObject();
    private static readonly JsonNode Deployments = new GeneratedObjects(3, 0.4).CreateList(Resource.Deployments, 2);

    private static readonly Dictionary<string, (Resource Resource, string MediaType, byte[] Body)> Lists = new(StringComparer.Ordinal)
    {
        ["pods in JSON"] = (Resource.Pods, Json, Utf8(PodList.ToJsonString())),
        ["pods in protobuf"] = (Resource.Pods, Protobuf, KubernetesProtobuf.Encode(PodList)),
        ["Deployments in JSON"] = (Resource.Deployments, Json, Utf8(Deployments.ToJsonString())),
        ["Deployments in protobuf"] = (Resource.Deployments, Protobuf, KubernetesProtobuf.Encode(Deployments)),
    };

    private static readonly Dictionary<string, byte[]> Watches = new(StringComparer.Ordinal)
    {
        [Json] = Utf8(string.Concat(Events.Select(told => $$"""{"type":"{{told.Type}}","object":{{told.Object.ToJsonString()}}}""" + "\n"))),
        [ProtobufWatch] = [.. Events.SelectMany(told => KubernetesProtobuf.EncodeEvent(told.Type, told.Object))],
    };

    public static TheoryData<string> ListNames => [.. Lists.Keys];

    public static TheoryData<string> WatchNames => [.. Watches.Keys];

    private static (string Type, JsonNode Object)[] Events =>
    [
        ("ADDED", JsonNode.Parse(Objects.Pod)!),
        ("BOOKMARK", JsonNode.Parse("""{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"5"}}""")!),
        ("MODIFIED", JsonNode.Parse(Objects.Pod)!),
    ];

    [Theory]
    [MemberData(nameof(ListNames))]
    public async Task Every_way_of_cutting_a_list_into_pieces_gives_the_same_list(string name)
    {
        var (resource, mediaType, body) = Lists[name];
        var whole = Print(await ListAsync(resource, mediaType, body));
        Assert.Equal(whole, Print(await ListAsync(resource, mediaType, body, chunk: 1)));
        for (var first = 1; first < body.Length; first++)
        {
            Assert.Equal(whole, Print(await ListAsync(resource, mediaType, new ChunkedStream(body, int.MaxValue, first))));
        }
    }

    [Theory]
    [MemberData(nameof(WatchNames))]
    public async Task Every_way_of_cutting_a_watch_into_pieces_gives_the_same_events(string mediaType)
    {
        var body = Watches[mediaType];
        var whole = await WatchAsync(Resource.Pods, mediaType, body);
        Assert.Equal(3, whole.Count);
        for (var chunk = 1; chunk < body.Length; chunk++)
        {
            Assert.Equal(whole.Select(Print), (await WatchAsync(Resource.Pods, mediaType, body, chunk)).Select(Print), StringComparer.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(ListNames))]
    public async Task A_list_cut_off_anywhere_is_refused(string name)
    {
        var (resource, mediaType, body) = Lists[name];
        var whole = Print(await ListAsync(resource, mediaType, body));
        // After its last item a protobuf list has only two empty texts, which say nothing.
        var telling = string.Equals(mediaType, Protobuf, StringComparison.Ordinal) ? body.Length - 4 : body.Length;
        for (var length = 0; length < body.Length; length++)
        {
            var read = "";
            var cut = body[..length];
            var failure = await Record.ExceptionAsync(async () => read = Print(await ListAsync(resource, mediaType, cut)));
            Assert.True(failure is WireFormatException || (length >= telling && string.Equals(whole, read, StringComparison.Ordinal)), $"{length}: {failure}");
        }
    }

    [Theory]
    [MemberData(nameof(WatchNames))]
    public async Task A_watch_cut_off_within_an_event_is_refused(string mediaType)
    {
        var body = Watches[mediaType];
        var whole = (await WatchAsync(Resource.Pods, mediaType, body)).Select(Print).ToArray();
        var clean = 0;
        for (var length = 0; length < body.Length; length++)
        {
            List<string> told = [];
            var failure = await Record.ExceptionAsync(async () =>
            {
                await foreach (var next in Decoder(Resource.Pods, mediaType).ReadWatchAsync(new MemoryStream(body[..length]), TestContext.Current.CancellationToken))
                {
                    told.Add(Print(next));
                }
            });
            Assert.Equal(whole[..told.Count], told, StringComparer.Ordinal);
            Assert.True(failure is null or WireFormatException, failure?.ToString());
            clean += failure is null ? 1 : 0;
        }
        // Before each event, and in JSON also between an event and the end of its line.
        Assert.InRange(clean, 3, 6);
    }

    [Property(MaxTest = 500)]
    public void A_changed_body_is_read_or_refused_and_never_fails_otherwise(int seed)
    {
        var random = new Random(seed);
        foreach (var (resource, mediaType, body) in Lists.Values)
        {
            ReadOrRefuse(() => ListAsync(resource, mediaType, Change(body, random)).GetAwaiter().GetResult());
        }
        foreach (var (mediaType, body) in Watches)
        {
            ReadOrRefuse(() => WatchAsync(Resource.Pods, mediaType, Change(body, random)).GetAwaiter().GetResult());
            ReadOrRefuse(() => Decoder(Resource.Pods, mediaType).TryReadStatus(Change(body, random)));
        }
    }

    [Theory]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"x","uid":"y","a":""", "[")]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"x","uid":"y","a":""", """{"a":""")]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"spec":""", """{"spec":""")]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[""", "                ")]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"x","uid":"y","labels":{""", """ "app":"aaaaaaaaaaaaaaaa", """)]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":" """, "aaaaaaaaaaaaaaaa")]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":" """, "\\")]
    [InlineData("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[]}""", "                ")]
    public async Task A_boundless_list_is_cut_off_in_bounded_memory(string start, string repeated)
    {
        await using var body = new EndlessStream(Utf8(start), Utf8(repeated), 2L << 30);
        await AssertCutOffAsync(Json, body, WireLimits.Page + (1 << 20));
    }

    [Theory]
    [InlineData(Json, """{"type":"ADDED","object":{"a":" """, "aaaaaaaaaaaaaaaa")]
    [InlineData(ProtobufWatch, "\u007f", "aaaaaaaaaaaaaaaa")]
    public async Task A_boundless_event_is_cut_off_in_bounded_memory(string mediaType, string start, string repeated)
    {
        await using var body = new EndlessStream(Utf8(start), Utf8(repeated), 1L << 30);
        await Assert.ThrowsAsync<WireFormatException>(async () =>
        {
            await foreach (var told in Decoder(Resource.Pods, mediaType).ReadWatchAsync(body, TestContext.Current.CancellationToken))
            {
                Assert.Fail($"{told.Type}");
            }
        });
        Assert.InRange(body.Told, 0, 3 * WireLimits.Object);
    }

    [Fact]
    public async Task A_boundless_protobuf_item_is_cut_off_before_it_is_read()
    {
        var list = KubernetesProtobuf.EncodeList("v1", "PodList", new JsonObject { ["resourceVersion"] = "1" }, [new byte[5 << 20]]);
        await using var body = new EndlessStream(list, [0], 1L << 30);
        await AssertCutOffAsync(Protobuf, body, WireLimits.Object);
    }

    [Fact]
    public async Task A_compression_bomb_is_cut_off_at_its_decompressed_size()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(Utf8("""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":["""), TestContext.Current.CancellationToken);
            for (var i = 0; i < 300; i++)
            {
                await gzip.WriteAsync(new byte[1 << 20].Select(_ => (byte)' ').ToArray(), TestContext.Current.CancellationToken);
            }
        }
        bomb.Position = 0;
        await using var body = new GZipStream(bomb, CompressionMode.Decompress);
        await Assert.ThrowsAsync<WireFormatException>(() => ListAsync(Resource.Pods, Json, body));
    }

    [Fact]
    public async Task Broken_compression_is_a_malformed_body()
    {
        await using var body = new GZipStream(new MemoryStream(Utf8("no gzip at all")), CompressionMode.Decompress);
        await Assert.ThrowsAsync<WireFormatException>(() => ListAsync(Resource.Pods, Json, body));
    }

    [Fact]
    public async Task Deep_nesting_is_refused_where_it_is_read_and_where_it_is_skipped()
    {
        foreach (var property in new[] { "unknown", "metadata" })
        {
            var deep = string.Concat(Enumerable.Repeat("""{"metadata":""", 100)) + "1" + new string('}', 100);
            var body = $$"""{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"{{property}}":{{deep}}}]}""";
            await Assert.ThrowsAsync<WireFormatException>(() => ListAsync(Resource.Pods, Json, Utf8(body)));
        }
    }

    private static byte[] Change(byte[] body, Random random)
    {
        var changed = body.ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(changed.Length);
            switch (random.Next(4))
            {
                case 0:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 1:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    changed = [.. changed.AsSpan(0, at), .. changed.AsSpan(Math.Min(changed.Length, at + random.Next(1, 9)))];
                    break;
                default:
                    changed = [.. changed.AsSpan(0, at), .. changed.AsSpan(random.Next(changed.Length))];
                    break;
            }
            if (changed.Length == 0)
            {
                return [0];
            }
        }
        return changed;
    }

    private static void ReadOrRefuse(Action read)
    {
        try
        {
            read();
        }
        catch (WireFormatException refused)
        {
            Assert.DoesNotContain("hunter2", refused.ToString(), StringComparison.Ordinal);
        }
    }

    private static async Task AssertCutOffAsync(string mediaType, EndlessStream body, long most)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        await Assert.ThrowsAsync<WireFormatException>(() => ListAsync(Resource.Pods, mediaType, body));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32L << 20);
        Assert.InRange(body.Told, 0, most);
    }
}
