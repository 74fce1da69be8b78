using Traceboard.Web.Composition;

namespace Traceboard.Web.CommandLine;

/// <summary><c>traceboard serve</c>.</summary>
internal static class ServeCommand
{
    public static Task<int> RunAsync(IReadOnlyList<string> configuration, CancellationToken cancellation) =>
        StartFailure.TellAsync(async () =>
        {
            await using var app = TraceboardApplication.Build(configuration);
            return await Hosting.RunAsync(app, "Traceboard", cancellation);
        });
}
