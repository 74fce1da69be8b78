using System.Globalization;
using System.Net;
using k8s;
using Traceboard.Clusters.Wire;

namespace Traceboard.Benchmarks.Decoding;

/// <summary>Lists the same pods with KubernetesClient and with Traceboard's decoders, turn and turn about.</summary>
internal static class DecodeBenchmark
{
    private const int Page = 500;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var pods = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 20_000;
        var repetitions = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 5;
        using var served = await ServedPods.StartAsync(pods);
        var contenders = Contenders(served.Address);
        var runs = contenders.ToDictionary(contender => contender.Name, _ => new List<Measured>(), StringComparer.Ordinal);
        // The first round warms up and does not count.
        for (var round = 0; round <= repetitions; round++)
        {
            foreach (var (name, run) in contenders)
            {
                var measured = await Measured.RunAsync(run, SlimPods.Checksum);
                if (round > 0)
                {
                    runs[name].Add(measured);
                }
            }
        }
        return Print(contenders.Select(contender => (contender.Name, Measured.Median(runs[contender.Name]))).ToArray(), pods, repetitions);
    }

    private static (string Name, Func<Task<List<PodObject>>> Run)[] Contenders(Uri address) =>
    [
        ("KubernetesClient, pages of 500", () => ListWithKubernetesClientAsync(address)),
        ("Traceboard, JSON", () => ListAsync(address, WireDecoders.Json, DecompressionMethods.None)),
        ("Traceboard, JSON, gzip", () => ListAsync(address, WireDecoders.Json, DecompressionMethods.GZip)),
        ("Traceboard, protobuf", () => ListAsync(address, WireDecoders.Protobuf, DecompressionMethods.None)),
        ("Traceboard, protobuf, gzip", () => ListAsync(address, WireDecoders.Protobuf, DecompressionMethods.GZip)),
        ("floor: read JSON and drop it", () => DropAsync(address, WireDecoders.Json, DecompressionMethods.None)),
        ("floor: read protobuf and drop it", () => DropAsync(address, WireDecoders.Protobuf, DecompressionMethods.None)),
        ("floor: read protobuf, gzip, and drop it", () => DropAsync(address, WireDecoders.Protobuf, DecompressionMethods.GZip)),
    ];

    private static async Task<List<PodObject>> ListWithKubernetesClientAsync(Uri address)
    {
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = address.ToString() });
        List<PodObject> slim = [];
        string? next = null;
        do
        {
            var page = await client.CoreV1.ListPodForAllNamespacesAsync(limit: Page, continueParameter: next);
            slim.AddRange(page.Items.Select(SlimPods.From));
            next = page.Metadata.ContinueProperty;
        }
        while (!string.IsNullOrEmpty(next));
        return slim;
    }

    private static async Task<List<PodObject>> ListAsync(Uri address, string accept, DecompressionMethods decompression)
    {
        using var client = Client(address, accept, decompression);
        var pool = new StringPool();
        List<PodObject> slim = [];
        string? next = null;
        do
        {
            using var response = await client.GetAsync($"api/v1/pods?limit={Page}&continue={next}", HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            var decoder = WireDecoders.For(Resource.Pods, response.Content.Headers.ContentType?.ToString(), pool, SlimPods.Kept);
            next = (await decoder.ReadListAsync(body, item => slim.Add((PodObject)item), CancellationToken.None)).Continue;
        }
        while (next is not null);
        return slim;
    }

    private static async Task<List<PodObject>> DropAsync(Uri address, string accept, DecompressionMethods decompression)
    {
        using var client = Client(address, accept, decompression);
        var buffer = new byte[256 << 10];
        for (var first = 0; ; first += Page)
        {
            using var response = await client.GetAsync($"api/v1/pods?limit={Page}&continue={first}", HttpCompletionOption.ResponseHeadersRead);
            if (!response.IsSuccessStatusCode)
            {
                return [];
            }
            await using var body = await response.Content.ReadAsStreamAsync();
            while (await body.ReadAsync(buffer) > 0)
            {
            }
        }
    }

    private static HttpClient Client(Uri address, string accept, DecompressionMethods decompression)
    {
        var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = decompression }) { BaseAddress = address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        return client;
    }

    private static int Print((string Name, Measured Median)[] results, int pods, int repetitions)
    {
        var rival = results[0].Median;
        Console.WriteLine($"{pods} pods, medians of {repetitions} interleaved runs after one to warm up, .NET {Environment.Version}, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| list | CPU ms | of KubernetesClient | wall ms | allocated MB | kept KB a pod | peak RSS MB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        foreach (var (name, median) in results)
        {
            var isFloor = median.Checksum == 0;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {median.Cpu.TotalMilliseconds:0} | {median.Cpu / rival.Cpu:0.000} (1/{rival.Cpu / median.Cpu:0.0}) | {median.Wall.TotalMilliseconds:0} | {median.Allocated / 1e6:0.0} | {(isFloor ? "–" : $"{median.Kept / 1024.0 / pods:0.00}")} | {median.PeakResident / 1e6:0} |"));
        }
        var differing = results.Where(result => result.Median.Checksum != 0 && result.Median.Checksum != rival.Checksum).ToArray();
        foreach (var (name, _) in differing)
        {
            Console.Error.WriteLine($"{name} kept something else than KubernetesClient.");
        }
        return differing.Length == 0 ? 0 : 1;
    }
}
