using System.Net;

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
        BindingAddress parsed;
        try
        {
            parsed = BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return false;
        }

        if (parsed.IsUnixPipe || string.Equals(parsed.Host, "localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        return IPAddress.TryParse(parsed.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip);
    }

    /// <summary>Says why the start must be refused, or null: without sign-in nobody else may reach the board unless that is written out.</summary>
    public static string? Refusal(IReadOnlyList<string> addresses, AuthOptions auth)
    {
        if (!string.Equals(auth.Mode, "None", StringComparison.OrdinalIgnoreCase))
            return $"Traceboard:Auth:Mode is '{auth.Mode}'. This version knows only 'None': listen on loopback behind a proxy that signs people in.";
        if (auth.AllowAnonymous)
            return null;
        var open = addresses.FirstOrDefault(address => !IsLoopback(address));
        return open is null
            ? null
            : $"Traceboard would listen on {open} without sign-in, so everyone who reaches it could read the board. Listen on loopback (--urls {Default}) behind a proxy that signs people in, or write out Traceboard:Auth:AllowAnonymous = true.";
    }
}
