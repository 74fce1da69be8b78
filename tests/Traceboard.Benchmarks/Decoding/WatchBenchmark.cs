using System.Globalization;
using k8s;
using Traceboard.Clusters.Wire;

namespace Traceboard.Benchmarks.Decoding;

/// <summary>Reads the same changes of pods with KubernetesClient and with Traceboard's decoders, turn and turn about.</summary>
internal static class WatchBenchmark
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var events = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 100_000;
        var repetitions = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : 3;
        using var served = await ServedPods.StartAsync(pods: 1000);
        (string Name, Func<Task<long>> Run)[] contenders =
        [
            ("KubernetesClient", () => WatchWithKubernetesClientAsync(served.Address, events)),
            ("Traceboard, JSON", () => WatchAsync(served.Address, WireDecoders.Json, events)),
            ("Traceboard, protobuf", () => WatchAsync(served.Address, WireDecoders.Protobuf, events)),
        ];
        var runs = contenders.ToDictionary(contender => contender.Name, _ => new List<Measured>(), StringComparer.Ordinal);
        for (var round = 0; round <= repetitions; round++)
        {
            foreach (var (name, run) in contenders)
            {
                var measured = await Measured.RunAsync(run, checksum => checksum);
                if (round > 0)
                {
                    runs[name].Add(measured);
                }
            }
        }
        return Print(contenders.Select(contender => (contender.Name, Measured.Median(runs[contender.Name]))).ToArray(), events, repetitions);
    }

    private static async Task<long> WatchWithKubernetesClientAsync(Uri address, int events)
    {
        using var client = new Kubernetes(new KubernetesClientConfiguration { Host = address.ToString() });
        var sum = 0L;
        var seen = 0;
        await foreach (var (_, pod) in client.CoreV1.WatchListPodForAllNamespacesAsync(labelSelector: events.ToString(CultureInfo.InvariantCulture)))
        {
            sum += SlimPods.Checksum([SlimPods.From(pod)]);
            if (++seen == events)
            {
                break;
            }
        }
        return sum;
    }

    private static async Task<long> WatchAsync(Uri address, string accept, int events)
    {
        using var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        using var response = await client.GetAsync($"api/v1/pods?watch=1&labelSelector={events}", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var decoder = WireDecoders.For(Resource.Pods, response.Content.Headers.ContentType?.ToString(), new StringPool(), SlimPods.Kept);
        var sum = 0L;
        await foreach (var told in decoder.ReadWatchAsync(body, CancellationToken.None))
        {
            sum += SlimPods.Checksum([(PodObject)told.Object!]);
        }
        return sum;
    }

    private static int Print((string Name, Measured Median)[] results, int events, int repetitions)
    {
        var rival = results[0].Median;
        Console.WriteLine($"{events} changes, medians of {repetitions} interleaved runs after one to warm up, .NET {Environment.Version}, {Environment.ProcessorCount} cores");
        Console.WriteLine();
        Console.WriteLine("| watch | CPU µs an event | of KubernetesClient | events a second and core | allocated KB an event |");
        Console.WriteLine("|---|---:|---:|---:|---:|");
        foreach (var (name, median) in results)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {median.Cpu.TotalMicroseconds / events:0.0} | {median.Cpu / rival.Cpu:0.000} (1/{rival.Cpu / median.Cpu:0.0}) | {events / median.Cpu.TotalSeconds:0} | {median.Allocated / 1024.0 / events:0.00} |"));
        }
        return results.All(result => result.Median.Checksum == rival.Checksum) ? 0 : 1;
    }
}
