using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Traceboard.EndToEnd.Processes;

/// <summary>Debian's docker-registry (CNCF distribution) as a process of its own on a loopback port, with one user.</summary>
internal sealed class DockerRegistry : IAsyncDisposable
{
    public const string UserName = "reader";
    public const string Password = "a-password";
    private const string PasswordHash = "$2b$05$abcdefghijklmnopqrstuubsRD.Ffj/ka0r3BpAjv57rF8oK.y5YW";
    private readonly DirectoryInfo _directory;
    private readonly Process _process;
    private readonly HttpClient _http;

    private DockerRegistry(DirectoryInfo directory, Process process, HttpClient http) => (_directory, _process, _http) = (directory, process, http);

    /// <summary>Where Debian's package puts it.</summary>
    public static bool IsInstalled => File.Exists("/usr/bin/docker-registry");

    public Uri Address => _http.BaseAddress!;

    public static async Task<DockerRegistry> StartAsync(CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("traceboard-registry-");
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "users"), $"{UserName}:{PasswordHash}\n", cancellationToken);
        var configuration = Path.Combine(directory.FullName, "config.yml");
        await File.WriteAllTextAsync(configuration, $$"""
            version: 0.1
            log: { level: error }
            storage: { filesystem: { rootdirectory: "{{directory.FullName}}/content" } }
            http: { addr: "127.0.0.1:{{port}}", secret: any }
            auth: { htpasswd: { realm: traceboard, path: "{{directory.FullName}}/users" } }
            """, cancellationToken);
        var process = Process.Start(new ProcessStartInfo("/usr/bin/docker-registry", ["serve", configuration]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{UserName}:{Password}")));
        var registry = new DockerRegistry(directory, process, http);
        await registry.WaitAsync(cancellationToken);
        return registry;
    }

    /// <summary>Pushes an image with these labels; returns the digest of its manifest.</summary>
    public async Task<string> PushAsync(string repository, string tag, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
    {
        var config = new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject { ["Labels"] = new JsonObject(labels.Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))) },
        };
        var (digest, size) = await PushBlobAsync(repository, JsonSerializer.SerializeToUtf8Bytes(config), cancellationToken);
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.docker.distribution.manifest.v2+json",
            ["config"] = new JsonObject { ["mediaType"] = "application/vnd.docker.container.image.v1+json", ["digest"] = digest, ["size"] = size },
            ["layers"] = new JsonArray(),
        };
        return await PutAsync(repository, tag, manifest, cancellationToken);
    }

    /// <summary>Pushes an index over manifests that are there; returns its digest.</summary>
    public Task<string> PushIndexAsync(string repository, string tag, IEnumerable<(string Digest, string Architecture)> children, CancellationToken cancellationToken)
    {
        var index = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.docker.distribution.manifest.list.v2+json",
            ["manifests"] = new JsonArray([.. children.Select(child => new JsonObject
            {
                ["mediaType"] = "application/vnd.docker.distribution.manifest.v2+json",
                ["digest"] = child.Digest,
                ["size"] = 1,
                ["platform"] = new JsonObject { ["os"] = "linux", ["architecture"] = child.Architecture },
            })]),
        };
        return PutAsync(repository, tag, index, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<(string Digest, int Size)> PushBlobAsync(string repository, byte[] bytes, CancellationToken cancellationToken)
    {
        var digest = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(bytes));
        using var begun = await _http.PostAsync(new Uri($"/v2/{repository}/blobs/uploads/", UriKind.Relative), null, cancellationToken);
        begun.EnsureSuccessStatusCode();
        var upload = new Uri(Address, begun.Headers.Location!);
        using var content = new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var ended = await _http.PutAsync(new Uri($"{upload}{(upload.Query.Length == 0 ? '?' : '&')}digest={digest}"), content, cancellationToken);
        ended.EnsureSuccessStatusCode();
        return (digest, bytes.Length);
    }

    private async Task<string> PutAsync(string repository, string tag, JsonObject manifest, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(manifest)) { Headers = { ContentType = new MediaTypeHeaderValue((string)manifest["mediaType"]!) } };
        using var response = await _http.PutAsync(new Uri($"/v2/{repository}/manifests/{tag}", UriKind.Relative), content, cancellationToken);
        response.EnsureSuccessStatusCode();
        return response.Headers.GetValues("Docker-Content-Digest").Single();
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var response = await _http.GetAsync(new Uri("/v2/", UriKind.Relative), cancellationToken);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException) when (tries < 200 && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
