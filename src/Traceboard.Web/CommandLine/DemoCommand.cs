using System.Net;
using System.Net.Sockets;
using Traceboard.Simulation;
using Traceboard.Web.Access;
using Traceboard.Web.Composition;
using Traceboard.Web.Configuration;

namespace Traceboard.Web.CommandLine;

/// <summary><c>traceboard demo</c>: the same application against a simulated fleet, in a temporary database.</summary>
internal static class DemoCommand
{
    /// <summary>The one address to open must not scroll away under what the watchers tell.</summary>
    private const string Calm = "--Logging:LogLevel:Default=Warning";

    public static Task<int> RunAsync(IReadOnlyList<string> configuration, CancellationToken cancellation) =>
        StartFailure.TellAsync(async () =>
        {
            if (ListenAddresses.Taken(ListenAddresses.Configured(new ConfigurationBuilder().AddCommandLine([.. configuration]).Build())) is { } taken)
                throw new ConfigurationFault([taken]);
            var directory = Directory.CreateTempSubdirectory("traceboard-demo-");
            try
            {
                await using var fleet = await SimulatedFleet.StartAsync(new SimulationOptions(), cancellation);
                var settings = new Dictionary<string, string?>(fleet.Configuration, StringComparer.OrdinalIgnoreCase)
                {
                    ["Traceboard:DataDirectory"] = directory.FullName,
                };
                await using var app = TraceboardApplication.Build([Calm, .. WithAddress(configuration)], settings);
                return await BesideAsync(fleet.Motion, until => Hosting.RunAsync(app, "The Traceboard demo", until), cancellation);
            }
            finally
            {
                directory.Delete(recursive: true);
            }
        });

    /// <summary>Runs until it is stopped, or until what moves the fleet has failed: a board that stands still would pass for a quiet fleet.</summary>
    /// <exception cref="DemoFailedException">The fleet failed.</exception>
    internal static async Task<int> BesideAsync(Task motion, Func<CancellationToken, Task<int>> run, CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = run(stopping.Token);
        await Task.WhenAny(running, motion);
        if (motion.IsFaulted)
            await stopping.CancelAsync();
        var exitCode = await running;
        return motion.Exception is { } fault
            ? throw new DemoFailedException($"The simulated fleet failed, so the demo ends: {fault.GetBaseException().GetType().Name}: {fault.GetBaseException().Message.ReplaceLineEndings(" ")} Please report this; starting the demo again may help.", fault)
            : exitCode;
    }

    /// <summary>The usual address, or a free one where another program (a second demo, say) has it.</summary>
    private static IReadOnlyList<string> WithAddress(IReadOnlyList<string> configuration)
    {
        if (configuration.Any(argument => argument.StartsWith("--urls", StringComparison.OrdinalIgnoreCase)))
            return configuration;
        var usual = new Uri(ListenAddresses.Default);
        if (IsFree(usual.Port))
            return [.. configuration, $"--urls={ListenAddresses.Default}"];
        Console.Error.WriteLine($"traceboard: Another program has port {usual.Port}, so the demo takes a free one; --urls http://127.0.0.1:PORT chooses one.");
        return [.. configuration, "--urls=http://127.0.0.1:0"];
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

/// <summary>The demo's fleet cannot go on. The message is one line for people.</summary>
internal sealed class DemoFailedException(string message, Exception inner) : Exception(message, inner);
