using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Traceboard.Simulation.Kubernetes.Encoding;

namespace Traceboard.Benchmarks.Decoding;

/// <summary>
/// Serves pods from memory over loopback HTTP/1.1, in a process of its own so that its work is nobody else's: lists in
/// pages of 500, in JSON or protobuf, compressed when asked, and watches of as many changes as are asked for.
/// </summary>
internal static class PodServer
{
    public const string Verb = "serve-pods";
    private const int Page = 500;
    private const int WatchedPods = 1000;
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(string[] arguments)
    {
        var pods = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var bodies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var events = new Dictionary<bool, List<byte[]>> { [true] = [], [false] = [] };
        for (var first = 0; first < pods; first += Page)
        {
            Add(bodies, events, first, Math.Min(Page, pods - first), pods);
        }
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using var application = builder.Build();
        application.Run(context => AnswerAsync(context, bodies, events));
        await application.StartAsync();
        Console.WriteLine(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        // Ends with the benchmark that started it, which holds the other end of standard input.
        await Console.In.ReadToEndAsync();
        await application.StopAsync();
        return 0;
    }

    private static void Add(Dictionary<string, byte[]> bodies, Dictionary<bool, List<byte[]>> events, int first, int count, int pods)
    {
        var metadata = new JsonObject { ["resourceVersion"] = "999999" };
        if (first + count < pods)
        {
            metadata["continue"] = (first + count).ToString(CultureInfo.InvariantCulture);
        }
        var items = Enumerable.Range(first, count).Select(SyntheticPods.Create).ToArray();
        var protobuf = KubernetesProtobuf.EncodeList("v1", "PodList", metadata, items.Select(item => KubernetesProtobuf.EncodeBody("Pod", item)));
        foreach (var item in items.Take(WatchedPods - events[true].Count))
        {
            var watched = item.DeepClone().AsObject();
            watched.Insert(0, "kind", "Pod");
            watched.Insert(1, "apiVersion", "v1");
            events[true].Add(KubernetesProtobuf.EncodeEvent("MODIFIED", watched));
            events[false].Add(Encoding.UTF8.GetBytes($$"""{"type":"MODIFIED","object":{{watched.ToJsonString(Relaxed)}}}""" + "\n"));
        }
        var list = new JsonObject { ["kind"] = "PodList", ["apiVersion"] = "v1", ["metadata"] = metadata, ["items"] = new JsonArray([.. items]) };
        var json = Encoding.UTF8.GetBytes(list.ToJsonString(Relaxed));
        foreach (var (name, body) in new[] { ("json", json), ("protobuf", protobuf) })
        {
            bodies[$"{name}/{first}"] = body;
            bodies[$"{name}/gzip/{first}"] = Compress(body);
        }
    }

    private static async Task AnswerAsync(HttpContext context, Dictionary<string, byte[]> bodies, Dictionary<bool, List<byte[]>> events)
    {
        var query = context.Request.Query;
        var isProtobuf = context.Request.Headers.Accept.ToString().Contains(KubernetesProtobuf.MediaType, StringComparison.Ordinal);
        if (query.TryGetValue("watch", out var watch) && watch != "false")
        {
            context.Response.ContentType = isProtobuf ? KubernetesProtobuf.WatchMediaType : "application/json";
            var count = int.Parse(context.Request.Query["labelSelector"].ToString(), CultureInfo.InvariantCulture);
            for (var told = 0; told < count; told++)
            {
                await context.Response.Body.WriteAsync(events[isProtobuf][told % events[isProtobuf].Count], context.RequestAborted);
            }
            return;
        }
        var isCompressed = context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal);
        var first = query["continue"].ToString() is { Length: > 0 } token ? token : "0";
        var body = bodies[$"{(isProtobuf ? "protobuf" : "json")}{(isCompressed ? "/gzip" : "")}/{first}"];
        context.Response.ContentType = isProtobuf ? KubernetesProtobuf.MediaType : "application/json";
        if (isCompressed)
        {
            context.Response.Headers.ContentEncoding = "gzip";
        }
        // Like an API server, which sends long lists in chunks.
        for (var sent = 0; sent < body.Length; sent += 1 << 16)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(sent, Math.Min(1 << 16, body.Length - sent)), context.RequestAborted);
        }
    }

    private static byte[] Compress(byte[] body)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
        {
            gzip.Write(body);
        }
        return compressed.ToArray();
    }
}
