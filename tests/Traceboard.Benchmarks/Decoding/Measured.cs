using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Traceboard.Benchmarks.Decoding;

/// <summary>What one run of one contender cost this process.</summary>
/// <param name="Cpu">Processor time of all its threads, garbage collection included.</param>
/// <param name="Wall">Time it took.</param>
/// <param name="Allocated">Bytes allocated.</param>
/// <param name="PeakResident">Highest resident memory in bytes; 0 where the system does not tell.</param>
/// <param name="Kept">Bytes that are still held by its result.</param>
/// <param name="Checksum">Of all that was kept; equal for all contenders.</param>
internal sealed record Measured(TimeSpan Cpu, TimeSpan Wall, long Allocated, long PeakResident, long Kept, long Checksum)
{
    /// <summary>Runs once and measures; the result is checked outside of the measured time.</summary>
    public static async Task<Measured> RunAsync<T>(Func<Task<T>> run, Func<T, long> checksum)
    {
        using var process = Process.GetCurrentProcess();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        ResetPeak();
        var allocatedBefore = GC.GetTotalAllocatedBytes(precise: true);
        process.Refresh();
        var cpuBefore = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var result = await BoxAsync(run);
        var wall = clock.Elapsed;
        process.Refresh();
        var cpu = process.TotalProcessorTime - cpuBefore;
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - allocatedBefore;
        var peak = Peak();
        // Leaves the stack of what just ran, which still holds its result.
        await Task.Yield();
        var sum = Sum(result, checksum);
        var held = GC.GetTotalMemory(forceFullCollection: true);
        result.Value = default;
        var kept = held - GC.GetTotalMemory(forceFullCollection: true);
        return new Measured(cpu, wall, allocated, peak, kept, sum);
    }

    /// <summary>The median of each figure.</summary>
    public static Measured Median(IReadOnlyCollection<Measured> runs) => new(
        Middle(runs, run => run.Cpu), Middle(runs, run => run.Wall), Middle(runs, run => run.Allocated),
        Middle(runs, run => run.PeakResident), Middle(runs, run => run.Kept), runs.First().Checksum);

    private static T Middle<T>(IReadOnlyCollection<Measured> runs, Func<Measured, T> figure) => runs.Select(figure).Order().ElementAt(runs.Count / 2);

    private static void ResetPeak()
    {
        const string reset = "/proc/self/clear_refs";
        if (OperatingSystem.IsLinux() && File.Exists(reset))
        {
            File.WriteAllText(reset, "5");
        }
    }

    private static long Peak()
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
    }

    // Apart, so that no register or stack slot of the caller holds the result when it is let go.
    private static async Task<Box<T>> BoxAsync<T>(Func<Task<T>> run) => new(await run());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Sum<T>(Box<T> result, Func<T, long> checksum) => checksum(result.Value!);

    private sealed class Box<T>(T value)
    {
        public T? Value { get; set; } = value;
    }
}
