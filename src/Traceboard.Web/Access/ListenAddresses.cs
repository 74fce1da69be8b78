using System.Net;
using System.Net.Sockets;

namespace Traceboard.Web.Access;

/// <summary>Where the server will listen, read from the configuration before it starts.</summary>
internal static class ListenAddresses
{
    /// <summary>Used when nothing else is configured.</summary>
    public const string Default = "http://127.0.0.1:5080";

    /// <summary>The configured addresses; empty when none is.</summary>
    public static IReadOnlyList<string> Configured(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Select(endpoint => endpoint["Url"])
            .OfType<string>()
            .ToList();
        if (endpoints.Count > 0)
            return endpoints;
        if (configuration["urls"] is { Length: > 0 } urls)
            return urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        return [.. Ports("http_ports", "http"), .. Ports("https_ports", "https")];

        IEnumerable<string> Ports(string key, string scheme) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(port => $"{scheme}://*:{port}");
    }

    /// <summary>Whether only programs of this machine can reach the address. What cannot be read counts as reachable.</summary>
    public static bool IsLoopback(string address)
    {
        if (Parse(address) is not { } parsed)
            return false;
        if (parsed.IsUnixPipe || string.Equals(parsed.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
    }

    /// <summary>Says which of the addresses another program listens on, and what to do; null where all are free or nobody can tell.</summary>
    /// <param name="addresses">The addresses.</param>
    /// <param name="held">Gets listeners that hold what was free, or null: nothing is held.</param>
    public static string? Taken(IEnumerable<string> addresses, ICollection<TcpListener>? held = null)
    {
        foreach (var address in addresses)
        {
            if (Parse(address) is { IsUnixPipe: false, Port: > 0 } parsed && !IsFree(parsed, held))
                return $"The address {address} is in use: stop the other program, or choose another address with --urls http://127.0.0.1:PORT.";
        }

        return null;
    }

    private static bool IsFree(BindingAddress address, ICollection<TcpListener>? held)
    {
        var ip = IPAddress.TryParse(address.Host.Trim('[', ']'), out var given) ? given
            : string.Equals(address.Host, "localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : IPAddress.Any;
        var listener = new TcpListener(ip, address.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException fault)
        {
            listener.Dispose();
            return fault.SocketErrorCode != SocketError.AddressAlreadyInUse;
        }

        if (held is null)
            listener.Dispose();
        else
            held.Add(listener);
        return true;
    }

    private static BindingAddress? Parse(string address)
    {
        try
        {
            var parsed = BindingAddress.Parse(address);
            // What is no port is read as part of the host.
            return !parsed.IsUnixPipe && parsed.Host.Contains(':', StringComparison.Ordinal) && parsed.Host[0] != '[' ? null : parsed;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Says why the start must be refused, or null: without sign-in nobody else may reach the board unless that is written out.</summary>
    public static string? Refusal(IReadOnlyList<string> addresses, AuthOptions auth)
    {
        if (!string.Equals(auth.Mode, "None", StringComparison.OrdinalIgnoreCase))
            return $"Traceboard:Auth:Mode is '{auth.Mode}'. This version knows only 'None': listen on loopback behind a proxy that signs people in.";
        if (addresses.FirstOrDefault(address => Parse(address) is null) is { } unreadable)
            return $"'{unreadable}' is not an address to listen on: write it as {Default}.";
        if (auth.AllowAnonymous)
            return null;
        var open = addresses.FirstOrDefault(address => !IsLoopback(address));
        return open is null
            ? null
            : $"Traceboard would listen on {open} without sign-in, so everyone who reaches it could read the board. Listen on loopback (--urls {Default}) behind a proxy that signs people in, or write out Traceboard:Auth:AllowAnonymous = true.";
    }
}
