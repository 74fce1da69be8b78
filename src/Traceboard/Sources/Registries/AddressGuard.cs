using System.Net;
using System.Net.Sockets;

namespace Traceboard.Sources.Registries;

/// <summary>
/// Connects to addresses that were looked at, not to names: whoever owns a name decides what it means, and may say this
/// machine or the cloud's metadata service.
/// </summary>
internal sealed class AddressGuard(RegistryAddress registry, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private static readonly IPNetwork[] Never =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("224.0.0.0/3"), IPNetwork.Parse("100.100.100.200/32"),
        IPNetwork.Parse("::/128"), IPNetwork.Parse("fe80::/10"), IPNetwork.Parse("ff00::/8"), IPNetwork.Parse("fd00:ec2::254/128"),
    ];

    private static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("fc00::/7"),
    ];

    /// <summary>For <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="ForbiddenAddressException">The name stands for addresses that are not connected to.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var told = IPAddress.TryParse(host.Trim('[', ']'), out var literal) ? [literal] : await resolve(host, cancellationToken);
        IPAddress[] fit = [.. told.Where(one => IsFit(host, one))];
        if (fit.Length == 0)
            throw new ForbiddenAddressException($"Not asked: {host} stands for {(told.Length == 0 ? "no address" : "an address that no registry has")}.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(fit, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the host, named by a registry, may have this address.</summary>
    public bool IsFit(string host, IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IPAddress.IsLoopback(plain))
            return registry.Api.IsLoopback;
        if (Never.Any(network => network.Contains(plain)))
            return false;
        return IsWrittenOut(host) || !Private.Any(network => network.Contains(plain));
    }

    /// <summary>Names that the configuration spells out may be private; what only fits a pattern may not.</summary>
    private bool IsWrittenOut(string host) =>
        string.Equals(host, registry.Api.IdnHost, StringComparison.OrdinalIgnoreCase)
        || registry.TokenServices.Any(service => string.Equals(host, service.IdnHost, StringComparison.OrdinalIgnoreCase))
        || registry.BlobHosts.Any(pattern => string.Equals(host, pattern.Split(':')[0], StringComparison.OrdinalIgnoreCase));
}

/// <summary>A name that stands for an address which is not connected to.</summary>
internal sealed class ForbiddenAddressException(string message) : IOException(message);
