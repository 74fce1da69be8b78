using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Traceboard.Clusters.Connection;
using Traceboard.History;
using Traceboard.Web.Configuration;

namespace Traceboard.Web.CommandLine;

/// <summary>Turns what stopped a command into lines for people.</summary>
internal static class StartFailure
{
    /// <summary>Runs a command; what stops it is told on standard error and answers <see cref="ExitCode.Failed"/>.</summary>
    public static async Task<int> TellAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
        catch (Exception exception)
        {
            foreach (var line in Explain(exception))
                await Console.Error.WriteLineAsync($"traceboard: {line}");
            return ExitCode.Failed;
        }
    }

    /// <summary>One line for each thing that is wrong: what happened, to what, what to do.</summary>
    internal static IReadOnlyList<string> Explain(Exception exception) => exception switch
    {
        ConfigurationFault fault => fault.Faults,
        HistoryUnavailableException or ClusterException or DemoFailedException => [exception.Message],
        OptionsValidationException options => [.. options.Failures],
        AggregateException { InnerExceptions: [{ } only] } => Explain(only),
        AggregateException many => [.. many.InnerExceptions.SelectMany(Explain)],
        IOException { InnerException: AddressInUseException } taken => [$"{taken.Message.TrimEnd('.')}. Stop the other program, or choose another address with --urls http://127.0.0.1:PORT."],
        SocketException { SocketErrorCode: SocketError.AccessDenied } => ["The system does not allow listening on this port. Choose one above 1023 with --urls http://127.0.0.1:PORT."],
        SocketException socket => [$"Cannot listen: {socket.Message}. Choose another address with --urls http://127.0.0.1:PORT."],
        FormatException format => [$"An address or number cannot be read: {format.Message}"],
        _ => [$"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}"],
    };
}
