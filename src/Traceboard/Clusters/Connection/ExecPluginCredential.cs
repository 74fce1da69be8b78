using System.Globalization;
using System.Text.Json;

namespace Traceboard.Clusters.Connection;

/// <summary>What a credential plugin of a kubeconfig hands out: a token, and perhaps a client certificate.</summary>
internal sealed class ExecPluginCredential(ExecPlugin plugin, TimeProvider time) : ClusterCredential(time)
{
    private static readonly TimeSpan _ahead = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _time = time;

    /// <summary>Certificate and key in PEM from the last run, or null.</summary>
    public (string Certificate, string Key)? ClientCertificate { get; private set; }

    /// <summary>The plugin gave a certificate and no token.</summary>
    public bool HasToken { get; private set; } = true;

    protected override async Task<(string Token, DateTimeOffset RefreshAt)> FetchAsync(CancellationToken cancellationToken)
    {
        var output = await plugin.RunAsync(cancellationToken);
        try
        {
            using var answer = JsonDocument.Parse(output, new JsonDocumentOptions { MaxDepth = 32 });
            var status = answer.RootElement.GetProperty("status");
            var token = Text(status, "token");
            if (Text(status, "clientCertificateData") is { } certificate && Text(status, "clientKeyData") is { } key)
                ClientCertificate = (certificate, key);
            if (token is null && ClientCertificate is null)
                throw plugin.Unusable("gave neither a token nor a client certificate");
            HasToken = token is not null;
            return (token ?? "", RefreshAt(Text(status, "expirationTimestamp")));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw plugin.Unusable("did not print an ExecCredential as JSON");
        }
    }

    private DateTimeOffset RefreshAt(string? expiry)
    {
        if (!DateTimeOffset.TryParse(expiry, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires))
            return DateTimeOffset.MaxValue;
        var earliest = _time.GetUtcNow() + TimeSpan.FromSeconds(5);
        return expires - _ahead > earliest ? expires - _ahead : earliest;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
