using System.Text.Json.Nodes;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes.Encoding;
using static Traceboard.Tests.Clusters.Wire.WireReading;

namespace Traceboard.Tests.Clusters.Wire;

public sealed class ControllerDecodingTests
{
    private const string Metadata = """ "metadata":{"name":"shop","namespace":"prod","uid":"0b7f1d0e-6f3c-4b41-9d3b-0a2c7f5b9a11","resourceVersion":"9","generation":4} """;
    private const string Template = """
        {"metadata":{"labels":{"app":"shop","pod-template-hash":"7d9f"},"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-11-02T10:11:12Z","checksum":"1"}},
        "spec":{"containers":[{"name":"web","image":"shop:1"},{"name":"side","image":"side:2"}]}}
        """;

    [Theory]
    [InlineData(Json)]
    [InlineData(Protobuf)]
    public async Task The_counts_of_each_kind_are_read(string mediaType)
    {
        var deployment = await ReadAsync(Resource.Deployments, mediaType, """{"replicas":0,"template":T}""", """
            {"observedGeneration":3,"replicas":5,"updatedReplicas":4,"readyReplicas":3,"availableReplicas":2,
            "conditions":[{"type":"Available","status":"True"},{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}
            """);
        Assert.Equal((0, 4L, 3L, 5, 4, 3, 2), Counts(deployment));
        Assert.Equal(("ProgressDeadlineExceeded", true), (deployment.ProgressingReason, deployment.ProgressingFalse));

        var replicaSet = await ReadAsync(Resource.ReplicaSets, mediaType, """{"template":T}""", """{"observedGeneration":3,"replicas":5,"readyReplicas":3,"availableReplicas":2}""");
        Assert.Equal((1, 4L, 3L, 5, 0, 3, 2), Counts(replicaSet));

        var statefulSet = await ReadAsync(Resource.StatefulSets, mediaType, """{"replicas":2,"template":T}""", """
            {"observedGeneration":3,"replicas":5,"updatedReplicas":4,"readyReplicas":3,"availableReplicas":2,"currentRevision":"a","updateRevision":"shop-2"}
            """);
        Assert.Equal((2, 4L, 3L, 5, 4, 3, 2), Counts(statefulSet));
        Assert.Equal("shop-2", statefulSet.UpdateRevision);

        var daemonSet = await ReadAsync(Resource.DaemonSets, mediaType, """{"template":T}""", """
            {"observedGeneration":3,"desiredNumberScheduled":5,"currentNumberScheduled":9,"updatedNumberScheduled":4,"numberReady":3,"numberAvailable":2,"numberUnavailable":7}
            """);
        Assert.Equal((null, 4L, 3L, 5, 4, 3, 2), Counts(daemonSet));

        var job = await ReadAsync(Resource.Jobs, mediaType, """{"parallelism":3,"template":T}""", """{"succeeded":1}""");
        var cronJob = await ReadAsync(Resource.CronJobs, mediaType, """{"schedule":"* * * * *","jobTemplate":{"spec":{"template":T}}}""", "{}");
        foreach (var controller in new[] { deployment, replicaSet, statefulSet, daemonSet, job, cronJob })
        {
            Assert.Equal([new TemplateContainer("web", "shop:1"), new TemplateContainer("side", "side:2")], controller.Template);
            Assert.Equal(deployment.TemplateFingerprint, controller.TemplateFingerprint);
        }
    }

    [Theory]
    [InlineData(Json)]
    [InlineData(Protobuf)]
    public async Task A_fingerprint_changes_with_the_template_but_not_with_a_restart(string mediaType)
    {
        var fingerprint = await FingerprintAsync(mediaType, Template);
        Assert.StartsWith(mediaType == Json ? "j:" : "p:", fingerprint, StringComparison.Ordinal);
        foreach (var (from, to) in new[] { ("2026-11-02T10:11:12Z", "2026-11-03T10:11:12Z"), ("7d9f", "abcd") })
        {
            Assert.Equal(fingerprint, await FingerprintAsync(mediaType, Template.Replace(from, to, StringComparison.Ordinal)));
        }
        foreach (var (from, to) in new[] { ("shop:1", "shop:2"), ("\"checksum\":\"1\"", "\"checksum\":\"2\""), ("\"app\":\"shop\"", "\"app\":\"web\"") })
        {
            Assert.NotEqual(fingerprint, await FingerprintAsync(mediaType, Template.Replace(from, to, StringComparison.Ordinal)), StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task A_fingerprint_does_not_depend_on_how_the_bytes_arrive(int chunk)
    {
        var body = Utf8(List(Resource.Deployments, $$"""{"template":{{Template}}}""", "{}").ToJsonString());
        var whole = (await ListAsync(Resource.Deployments, Json, body)).Items.Cast<ControllerObject>().Single();
        var pieces = (await ListAsync(Resource.Deployments, Json, body, chunk)).Items.Cast<ControllerObject>().Single();
        Assert.Equal(whole.TemplateFingerprint, pieces.TemplateFingerprint);
    }

    private static (int?, long, long, int, int, int, int) Counts(ControllerObject controller) =>
        (controller.Replicas, controller.Generation, controller.ObservedGeneration, controller.StatusReplicas, controller.UpdatedReplicas, controller.ReadyReplicas, controller.AvailableReplicas);

    private static async Task<string?> FingerprintAsync(string mediaType, string template) =>
        (await ReadAsync(Resource.Deployments, mediaType, $$"""{"template":{{template}}}""", "{}")).TemplateFingerprint;

    private static async Task<ControllerObject> ReadAsync(Resource resource, string mediaType, string spec, string status)
    {
        var list = List(resource, spec.Replace(":T", $":{Template}", StringComparison.Ordinal), status);
        var body = string.Equals(mediaType, Json, StringComparison.Ordinal) ? Utf8(list.ToJsonString()) : KubernetesProtobuf.Encode(list);
        return (ControllerObject)Assert.Single((await ListAsync(resource, mediaType, body)).Items);
    }

    private static JsonNode List(Resource resource, string spec, string status) =>
        JsonNode.Parse(Objects.List(resource.Kind(), [$$"""{{{Metadata}},"spec":{{spec}},"status":{{status}}}"""], GeneratedObjects.ApiVersion(resource)))!;
}
