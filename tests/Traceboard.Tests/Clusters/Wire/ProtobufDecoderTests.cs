using System.Text.Json.Nodes;
using Traceboard.Clusters.Wire;
using Traceboard.Simulation.Kubernetes.Encoding;
using static Traceboard.Tests.Clusters.Wire.WireReading;

namespace Traceboard.Tests.Clusters.Wire;

public sealed class ProtobufDecoderTests
{
    [Fact]
    public async Task A_pod_in_protobuf_equals_the_same_pod_in_json()
    {
        var list = JsonNode.Parse(Objects.List("Pod", [Objects.Pod, Objects.Pod]))!;

        var json = await ListAsync(Resource.Pods, Json, Utf8(list.ToJsonString()));
        var protobuf = await ListAsync(Resource.Pods, Protobuf, KubernetesProtobuf.Encode(list));

        Assert.Equal(2, protobuf.Items.Count);
        Assert.Equal(Print(json), Print(protobuf));
    }
}
