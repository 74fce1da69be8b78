using System.Net.Sockets;
using Traceboard.Web.Configuration;

namespace Traceboard.Web.Access;

/// <summary>
/// Keeps the addresses to listen on from other programs while the database is opened and the watchers start: of two that
/// start together one is refused before it has opened anything.
/// </summary>
internal sealed class ClaimedAddresses : IHostedService, IDisposable
{
    private readonly List<TcpListener> _held = [];

    /// <summary>Takes the addresses until the web server starts.</summary>
    /// <exception cref="ConfigurationFault">One is taken by another program.</exception>
    public void Claim(IEnumerable<string> addresses)
    {
        if (ListenAddresses.Taken(addresses, _held) is { } taken)
            throw new ConfigurationFault([taken]);
    }

    /// <summary>Gives them free for the web server, which starts next.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var listener in _held)
            listener.Dispose();
        _held.Clear();
    }
}
