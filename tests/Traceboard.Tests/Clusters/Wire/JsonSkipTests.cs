using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using Traceboard.Clusters.Wire;

namespace Traceboard.Tests.Clusters.Wire;

public sealed class JsonSkipTests
{
    [Property(MaxTest = 2000)]
    public void The_end_of_a_container_is_where_a_full_reader_finds_it(int seed)
    {
        var random = new Random(seed);
        var json = Utf8(Container(random, depth: 0).ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        byte[] followed = [.. json, .. Utf8(",\"next\":[{}]}")];
        var reader = new Utf8JsonReader(json);
        reader.Read();
        reader.Skip();

        Assert.Equal((int)reader.BytesConsumed, JsonSkip.Container(followed, WireLimits.Depth));
        for (var cut = 1; cut < json.Length; cut += 7)
        {
            Assert.Equal(-1, JsonSkip.Container(json.AsSpan(0, cut), WireLimits.Depth));
        }
    }

    private static JsonNode Container(Random random, int depth)
    {
        var values = Enumerable.Range(0, random.Next(6)).Select(_ => Value(random, depth)).ToArray();
        return random.Next(2) == 0 ? new JsonArray(values) : new JsonObject(values.Select((value, at) => KeyValuePair.Create(Text(random) + at, value)));
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 4 ? 3 : 6) switch
    {
        0 => null,
        1 => random.Next(),
        2 => Text(random),
        _ => Container(random, depth + 1),
    };

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(80); i > 0; i--)
        {
            text.Append("ab\\\\\"\"{}[],:é\n"[random.Next(14)]);
        }
        return text.ToString();
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
