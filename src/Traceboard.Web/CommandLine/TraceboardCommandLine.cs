using System.CommandLine;

namespace Traceboard.Web.CommandLine;

/// <summary>The command line: <c>serve</c> (the default), <c>demo</c>, <c>check</c> and <c>trace</c>.</summary>
internal static class TraceboardCommandLine
{
    /// <summary>Runs what the arguments ask for and answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var (own, configuration) = SplitConfiguration(arguments);
        var root = Build(configuration);
        var parsed = root.Parse(own);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteLineAsync($"traceboard: {parsed.Errors[0].Message} Run 'traceboard --help' for what there is.");
            return ExitCode.WrongUsage;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static RootCommand Build(IReadOnlyList<string> configuration)
    {
        var root = new RootCommand(
            "Traceboard traces every running Kubernetes pod to the commit it was built from. "
            + "Configuration keys can be given to every command: --Traceboard:DataDirectory=/var/lib/traceboard, --urls=http://127.0.0.1:5080.");

        var serve = new Command("serve", "Runs the web application and the watchers (the default).");
        serve.SetAction((_, cancellation) => ServeCommand.RunAsync(configuration, cancellation));
        root.SetAction((_, cancellation) => ServeCommand.RunAsync(configuration, cancellation));
        root.Subcommands.Add(serve);

        var demo = new Command("demo", "Runs the same application against a simulated fleet: no cluster, token or configuration needed.");
        demo.SetAction((_, cancellation) => DemoCommand.RunAsync(configuration, cancellation));
        root.Subcommands.Add(demo);

        var json = new Option<bool>("--json") { Description = "Print the objects of the HTTP API." };
        var check = new Command("check", "Validates the configuration and tries every cluster, Git host and the database.") { json };
        check.SetAction((result, cancellation) => CheckCommand.RunAsync(configuration, result.GetValue(json), cancellation));
        root.Subcommands.Add(check);

        var image = new Argument<string>("IMAGE") { Description = "Image reference as a pod's spec holds it." };
        var cluster = new Option<string?>("--cluster") { Description = "Cluster that runs it: names its environment." };
        var @namespace = new Option<string?>("--namespace") { Description = "Namespace that runs it: names its environment." };
        var trace = new Command("trace", "Explains one image step by step: reference, candidates, rule, what the Git host said, verdict.") { image, cluster, @namespace, json };
        trace.SetAction((result, cancellation) => TraceCommand.RunAsync(
            configuration,
            new TraceRequest(result.GetValue(image)!, result.GetValue(cluster), result.GetValue(@namespace), result.GetValue(json)),
            cancellation));
        root.Subcommands.Add(trace);
        return root;
    }

    /// <summary>
    /// Takes configuration out of the arguments: <c>--Traceboard:…</c>, <c>--urls</c>, <c>--Logging:…</c> and <c>--Kestrel:…</c>,
    /// with the value behind <c>=</c> or as the next argument.
    /// </summary>
    internal static (string[] Own, IReadOnlyList<string> Configuration) SplitConfiguration(string[] arguments)
    {
        var own = new List<string>();
        var configuration = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!IsConfiguration(arguments[i]))
            {
                own.Add(arguments[i]);
                continue;
            }

            configuration.Add(arguments[i]);
            if (!arguments[i].Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Length)
                configuration.Add(arguments[++i]);
        }

        return ([.. own], configuration);
    }

    private static bool IsConfiguration(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
            return false;
        var key = argument[2..].Split('=')[0];
        return string.Equals(key, "urls", StringComparison.OrdinalIgnoreCase)
            || key.StartsWith("Traceboard:", StringComparison.OrdinalIgnoreCase)
            || key.StartsWith("Logging:", StringComparison.OrdinalIgnoreCase)
            || key.StartsWith("Kestrel:", StringComparison.OrdinalIgnoreCase);
    }
}
