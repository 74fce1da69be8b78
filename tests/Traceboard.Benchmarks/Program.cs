using Traceboard.Benchmarks.Decoding;

// Each benchmark is a verb of its own: one class, and one line here.
var verbs = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["decode"] = DecodeBenchmark.RunAsync,
    ["watch"] = WatchBenchmark.RunAsync,
    [PodServer.Verb] = PodServer.RunAsync,
};
if (args.Length > 0 && verbs.TryGetValue(args[0], out var run))
{
    return await run(args[1..]);
}
await Console.Error.WriteLineAsync("Name a benchmark: decode [pods] [repetitions], or watch [events] [repetitions].");
return 2;
