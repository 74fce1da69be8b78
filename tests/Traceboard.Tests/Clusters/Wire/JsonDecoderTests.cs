using Traceboard.Clusters.Wire;
using static Traceboard.Tests.Clusters.Wire.WireReading;

namespace Traceboard.Tests.Clusters.Wire;

public sealed class JsonDecoderTests
{
    [Fact]
    public async Task The_kept_fields_of_a_pod_are_read()
    {
        var (metadata, items) = await ListAsync(Resource.Pods, Json, Utf8(Objects.List("Pod", [Objects.Pod, Objects.Pod])));

        Assert.Equal(new ListMetadata("100", "abc"), metadata);
        Assert.Equal(2, items.Count);
        var pod = Assert.IsType<PodObject>(items[1]);
        Assert.Equal("shop-7d9f-abcde", pod.Name);
        Assert.Equal("prod", pod.Namespace);
        Assert.Equal(Guid.Parse("0b7f1d0e-6f3c-4b41-9d3b-0a2c7f5b9a11"), pod.Uid);
        Assert.Equal(4711, pod.ResourceVersion);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 10, 11, 12, TimeSpan.Zero), pod.CreatedAt);
        Assert.Equal(new DateTimeOffset(2026, 11, 2, 22, 0, 0, TimeSpan.Zero), pod.DeletedAt);
        Assert.Equal(new OwnerReference("ReplicaSet", "shop-7d9f", Guid.Parse("5d2c3b4a-1111-2222-3333-444455556666")), pod.Controller);
        Assert.Equal(["app=shop", "team=payments"], pod.Labels.Select(label => $"{label.Key}={label.Value}"), StringComparer.Ordinal);
        Assert.Equal("café \"1\"", Assert.Single(pod.Annotations).Value);
        Assert.Equal(("Running", "node-1", true, null), (pod.Phase, pod.Node, pod.Ready, pod.Reason));
        Assert.Equal(
            [
                new PodContainer { Name = "web", Image = "registry.example.com/shop:1.2.3", ImageId = "registry.example.com/shop@sha256:aa", Ready = true },
                new PodContainer { Name = "side", Image = "sidecar:2", Restarts = 7, Waiting = "CrashLoopBackOff" },
            ],
            pod.Containers);
        Assert.DoesNotContain("hunter2", Print(pod), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watch_is_read_line_by_line()
    {
        var line = Objects.Pod.ReplaceLineEndings("");
        var body = $$$$"""
            {"type":"ADDED","object":{{{{line}}}}}
            {"object":{{{{line}}}},"type":"DELETED"}

            {"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1","metadata":{"resourceVersion":"5000","creationTimestamp":null,"annotations":{"k8s.io/initial-events-end":"true"}},"spec":{"containers":null},"status":{}}}
            {"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"too old resource version: 1 (2)","reason":"Expired","details":{"retryAfterSeconds":3,"causes":[{"reason":"ResourceVersionTooLarge","message":"m"},{"message":"n"}]},"code":410}}
            """ + "\n";
        var events = await WatchAsync(Resource.Pods, Json, Utf8(body));

        Assert.Equal([WatchEventType.Added, WatchEventType.Deleted, WatchEventType.Bookmark, WatchEventType.Error], events.Select(told => told.Type));
        Assert.Equal(["4711", "4711", "5000", ""], events.Select(told => told.ResourceVersion), StringComparer.Ordinal);
        Assert.True(events[2].EndsInitialEvents);
        var status = events[3].Status!;
        Assert.Equal((410, "Expired", "too old resource version: 1 (2)", 3), (status.Code, status.Reason, status.Message, status.RetryAfterSeconds));
        Assert.Equal(["ResourceVersionTooLarge", "n"], status.Causes!);
        Assert.Equal(Print(events[0].Object!), Print(events[1].Object!));
    }
}
