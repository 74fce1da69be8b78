using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Traceboard.Migrations;
using Traceboard.Simulation.Registry;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Composition;

namespace Traceboard.Tests.Web.Secrets;

/// <summary>
/// The real web host over real HTTP, with a secret in every place where one can stand, and hosts, registries and clusters
/// that write back what they are shown.
/// </summary>
internal sealed class CanaryWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("traceboard-canary-");
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<IDisposable> _keys = [];
    private readonly FakeLoggerProvider _logs = new();
    private readonly Dictionary<string, string?> _settings = new(StringComparer.Ordinal);
    private WebApplication? _app;

    /// <summary>Every secret, in each form in which it travels.</summary>
    public List<string> Secrets { get; } = [];

    public List<FakeGitHost> GitHosts { get; } = [];

    public List<ScriptedApiServer> Clusters { get; } = [];

    public List<SimulatedRegistry> Registries { get; } = [];

    public List<string> Images { get; } = [];

    public WebApplication App => _app ?? throw new InvalidOperationException("Not started.");

    public IEnumerable<string> Logged => _logs.Collector.GetSnapshot().Select(log => $"{log.Message} {string.Join(' ', log.Scopes)} {string.Join(' ', log.StructuredState ?? [])} {log.Exception}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<CanaryWorld> StartAsync()
    {
        var world = new CanaryWorld();
        await world.AddGitHostsAsync();
        await world.AddRegistriesAsync();
        await world.AddClustersAsync();
        world._settings["Traceboard:WorkloadEvidence:RevisionFrom:0"] = "annotation:jkube.io/git-commit";
        world._settings["Traceboard:WorkloadEvidence:SourceFrom:0"] = "annotation:app.openshift.io/vcs-uri";
        world._settings["Traceboard:DataDirectory"] = world._directory.FullName;
        world._app = TraceboardApplication.Build(
            ["--urls=http://127.0.0.1:0", "--Logging:Console:LogLevel:Default=None", .. new[] { "Default", "Microsoft", "System", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore" }.Select(name => $"--Logging:LogLevel:{name}=Trace")],
            world._settings);
        world._app.Services.GetRequiredService<ILoggerFactory>().AddProvider(world._logs);
        await world._app.Services.GetRequiredService<Database>().OpenAsync(Token);
        await world._app.StartAsync(Token);
        return world;
    }

    /// <summary>The bytes of the database and its log, as text.</summary>
    public IEnumerable<(string File, string Text)> Stored() => Directory.EnumerateFiles(_directory.FullName, "*", SearchOption.AllDirectories)
        .Where(file => !Path.GetFileName(file).StartsWith("given", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal))
        .Select(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return (Path.GetFileName(file), Encoding.Latin1.GetString(bytes.ToArray()));
        });

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        foreach (var server in _servers)
            await server.DisposeAsync();
        foreach (var key in _keys)
            key.Dispose();
        _logs.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _directory.Delete(recursive: true);
    }

    private string Secret(string name)
    {
        var secret = $"CANARY-{name}-0123456789";
        Secrets.Add(secret);
        return secret;
    }

    private string File(string name, string text)
    {
        var file = Path.Combine(_directory.FullName, "given-" + name);
        System.IO.File.WriteAllText(file, text);
        return file;
    }

    private async Task AddGitHostsAsync()
    {
        foreach (var kind in new[] { "GitHub", "GitLab" })
        {
            foreach (var way in new[] { "well", "401", "403", "404", "429", "500", "garbage", "redirect", "page" })
                await AddGitHostAsync(kind, way);
        }

        var app = await AddGitHostAsync("GitHub", "403", withToken: false);
        var key = RSA.Create(2048);
        _keys.Add(key);
        ((FakeGitHubHost)GitHosts[app]).AppKey = key;
        var pem = key.ExportPkcs8PrivateKeyPem();
        Secrets.AddRange([pem.Split('\n')[5], "ghs_CANARY"]);
        _settings[$"Traceboard:GitHosts:{app}:App:Id"] = "17";
        _settings[$"Traceboard:GitHosts:{app}:App:InstallationId"] = FakeGitHubHost.Installation.ToString(CultureInfo.InvariantCulture);
        _settings[$"Traceboard:GitHosts:{app}:App:PrivateKeyFile"] = File("app.pem", pem);
    }

    private async Task<int> AddGitHostAsync(string kind, string way, bool withToken = true)
    {
        var place = GitHosts.Count;
        FakeGitHost server = kind is "GitHub" ? new FakeGitHubHost(TimeProvider.System) : new FakeGitLabHost(TimeProvider.System);
        GitHosts.Add(server);
        _servers.Add(server);
        await server.StartAsync();
        var sha = place.ToString("x2", CultureInfo.InvariantCulture) + new string('a', 37) + "7";
        server.Add("acme/shop").Add(sha, new FakeGitHostMerge(1) { MergeSha = sha });
        server.Script = way is "well" ? null : context => EchoAsync(context, way);
        var image = $"registry.example.com/h{place}/shop:{sha}";
        Images.Add(image);
        _settings[$"Traceboard:GitHosts:{place}:Name"] = $"h{place}";
        _settings[$"Traceboard:GitHosts:{place}:Kind"] = kind;
        _settings[$"Traceboard:GitHosts:{place}:Url"] = server.Url;
        _settings[$"Traceboard:Sources:{place}:Image"] = $"registry.example.com/h{place}/{{repo}}";
        _settings[$"Traceboard:Sources:{place}:Repository"] = $"h{place}:acme/{{repo}}";
        if (withToken)
        {
            var secret = Secret($"git{place}");
            if (place % 2 == 0)
                _settings[$"Traceboard:GitHosts:{place}:Token"] = secret;
            else
                _settings[$"Traceboard:GitHosts:{place}:TokenFile"] = File($"token{place}", secret + "\n");
        }

        return place;
    }

    private async Task AddRegistriesAsync()
    {
        foreach (var (place, host) in new[] { "registry.example.com", "broken.example.com" }.Index())
        {
            var server = await SimulatedRegistry.StartAsync(Token);
            Registries.Add(server);
            _servers.Add(server);
            server.Door = place == 0 ? RegistryDoor.Basic : RegistryDoor.Bearer;
            if (place == 1)
                server.Script = context => EchoAsync(context, "500");
            _settings[$"Traceboard:Registries:{place}:Host"] = host;
            _settings[$"Traceboard:Registries:{place}:Url"] = server.Address.GetLeftPart(UriPartial.Authority);
            _settings[$"Traceboard:Registries:{place}:UserName"] = SimulatedRegistry.UserName;
            _settings[$"Traceboard:Registries:{place}:Password"] = SimulatedRegistry.Password;
        }

        Secrets.AddRange([SimulatedRegistry.Password, Convert.ToBase64String(Encoding.UTF8.GetBytes($"{SimulatedRegistry.UserName}:{SimulatedRegistry.Password}"))]);
    }

    private async Task AddClustersAsync()
    {
        var labelled = Secret("label");
        var digest = Registries[0].Store.Push("h0/shop", "1.0.0", new SimulatedImage
        {
            Labels = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["org.opencontainers.image.revision"] = Images[0].Split(':')[^1],
                ["org.opencontainers.image.source"] = $"https://ci:{labelled}@git.example.com/acme/shop",
            },
        });
        var well = await ScriptedApiServer.StartAsync();
        AddCluster("well", well, $"token: {Secret("kubetoken")}");
        foreach (var (place, image) in Images.Append("registry.example.com/h0/shop:1.0.0").Append("broken.example.com/x/y:1.0.0").Index())
            well.Put("pods", Pod($"pod{place}", image, image.EndsWith("1.0.0", StringComparison.Ordinal) ? digest : "sha256:" + place.ToString("x64", CultureInfo.InvariantCulture)));

        var script = File("plugin.sh", "echo '" + new JsonObject { ["apiVersion"] = "client.authentication.k8s.io/v1", ["kind"] = "ExecCredential", ["status"] = new JsonObject { ["token"] = Secret("exectoken") } }.ToJsonString() + "'");
        AddCluster("exec", await EchoingAsync(), $"exec:\n  apiVersion: client.authentication.k8s.io/v1\n  command: sh\n  args: [\"{script}\"]\n  env: [{{name: FROM_KUBECONFIG, value: {Secret("execenv")}}}]");
        var failing = File("failing.sh", "echo \"cannot sign in with $FROM_KUBECONFIG\" >&2; echo \"$FROM_KUBECONFIG\"; exit 3");
        AddCluster("failing", await EchoingAsync(), $"exec:\n  apiVersion: client.authentication.k8s.io/v1\n  command: sh\n  args: [\"{failing}\"]\n  env: [{{name: FROM_KUBECONFIG, value: {Secret("failingenv")}}}]");
        var password = Secret("basic");
        Secrets.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes($"grace:{password}")));
        AddCluster("basic", await EchoingAsync(), $"username: grace\npassword: {password}");

        using var authority = new CertificateAuthority();
        using var server = authority.Issue(ip: "127.0.0.1");
        using var client = authority.Issue();
        var pem = client.GetRSAPrivateKey()?.ExportPkcs8PrivateKeyPem() ?? client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        Secrets.AddRange([pem.Split('\n')[1], Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))]);
        AddCluster("certificate", await EchoingAsync(server),
            $"client-certificate-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(client.ExportCertificatePem()))}\nclient-key-data: {Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))}", authority.Pem);
    }

    private JsonObject Pod(string name, string image, string digest)
    {
        var pod = ClusterObjects.Pod(name, image, digest, created: TimeProvider.System.GetUtcNow().AddMinutes(-5), labels: new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = name });
        var container = pod["spec"]!["containers"]![0]!.AsObject();
        container["env"] = new JsonArray(new JsonObject { ["name"] = "PASSWORD", ["value"] = Secret("podenv" + name) });
        container["args"] = new JsonArray("--password", Secret("podargs" + name));
        pod["metadata"]!["annotations"] = new JsonObject
        {
            ["kubectl.kubernetes.io/last-applied-configuration"] = $$"""{"env":"{{Secret("applied" + name)}}"}""",
            ["app.openshift.io/vcs-uri"] = $"https://oauth2:{Secret("vcs" + name)}@git.example.com/acme/shop.git",
            ["jkube.io/git-url"] = $"https://oauth2:{Secret("jkube" + name)}@git.example.com/acme/shop.git",
            ["jkube.io/git-commit"] = image.Split(':')[^1],
        };
        return pod;
    }

    private static async Task<ScriptedApiServer> EchoingAsync(X509Certificate2? certificate = null)
    {
        var server = await ScriptedApiServer.StartAsync(certificate: certificate);
        foreach (var (resource, verb) in new[] { ("pods", "list"), ("pods", "watch"), ("namespaces", "get"), ("namespaces", "list"), ("deployments", "list"), ("replicasets", "list") })
            server.Always(resource, verb, call => call.StatusAsync(verb is "get" ? 401 : 403, "Forbidden", message: $"no: {call.Context.Request.Headers.Authorization}"));
        return server;
    }

    private void AddCluster(string name, ScriptedApiServer server, string user, string? ca = null)
    {
        var place = Clusters.Count;
        Clusters.Add(server);
        _servers.Add(server);
        var file = KubeconfigFile.Write(server.Address, ca, user);
        System.IO.File.Move(file, Path.Combine(_directory.FullName, $"given-{name}.kubeconfig"));
        _settings[$"Traceboard:Clusters:{place}:Name"] = name;
        _settings[$"Traceboard:Clusters:{place}:Kubeconfig"] = Path.Combine(_directory.FullName, $"given-{name}.kubeconfig");
    }

    private static async Task<bool> EchoAsync(HttpContext context, string way)
    {
        // An App gets its token, so that this one is echoed too.
        if (context.Request.Path.Value!.Contains("/app/", StringComparison.Ordinal))
            return false;
        var shown = context.Request.Headers.Authorization.ToString();
        context.Response.Headers["X-Echo"] = shown;
        context.Response.ContentType = way is "page" ? "text/html" : "application/json";
        context.Response.StatusCode = way switch { "redirect" => 302, "garbage" or "page" => 200, _ => int.Parse(way, CultureInfo.InvariantCulture) };
        if (way is "redirect")
            context.Response.Headers.Location = $"https://evil.example.com/?token={Uri.EscapeDataString(shown)}";
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"https://evil.example.com/{Uri.EscapeDataString(shown)}\"";
        await context.Response.WriteAsync(way is "page" ? $"<html>{shown}</html>" : way is "garbage" ? $$"""{"id":"{{shown}}","data":"{{shown}}" """ : $$"""{"message":"no: {{shown}}","error":"{{shown}}"}""");
        return true;
    }
}
