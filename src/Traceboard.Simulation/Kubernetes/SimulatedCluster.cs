using System.Text.Json.Nodes;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>A Kubernetes API server over objects in memory, served on a loopback port.</summary>
public sealed class SimulatedCluster : IAsyncDisposable
{
    private readonly SimulatedClusterOptions _options;
    private readonly LoopbackServer _server;

    private SimulatedCluster(SimulatedClusterOptions options, ObjectStore store, ClusterFaults faults, RequestLog requests, LoopbackServer server)
    {
        (_options, Store, Faults, Requests, _server) = (options, store, faults, requests, server);
    }

    /// <summary>Name of the cluster and of its context.</summary>
    public string Name => _options.Name;

    /// <summary>Where it listens.</summary>
    public Uri Address => _server.Address;

    /// <summary>The bearer token that it accepts.</summary>
    public string Token => _options.Token;

    /// <summary>What it does wrong.</summary>
    public ClusterFaults Faults { get; }

    /// <summary>What it was asked.</summary>
    public RequestLog Requests { get; }

    /// <summary>The global resource version.</summary>
    public long ResourceVersion => Store.Version;

    internal ObjectStore Store { get; }

    /// <summary>Starts a cluster with nothing in it but <c>kube-system</c> and <c>default</c>.</summary>
    public static async Task<SimulatedCluster> StartAsync(SimulatedClusterOptions options, CancellationToken cancellationToken)
    {
        var store = new ObjectStore(options.TimeProvider, $"{options.Seed}/{options.Name}", options.KeptEvents);
        var faults = new ClusterFaults();
        var requests = new RequestLog();
        var api = new ClusterApi(store, faults, requests, options);
        foreach (var name in (string[])["default", "kube-system"])
            store.Apply(Manifests.Namespace(name, new Dictionary<string, string>(StringComparer.Ordinal)));
        var server = await LoopbackServer.StartAsync(api.AnswerAsync, options.Certificate, cancellationToken);
        return new SimulatedCluster(options, store, faults, requests, server);
    }

    /// <summary>Creates or replaces an object, with <c>apiVersion</c> and <c>kind</c>. What an API server fills in is filled in where it is absent.</summary>
    /// <returns>The object as stored.</returns>
    /// <exception cref="ArgumentException">The object has no name, or is of a kind that the cluster does not serve.</exception>
    public JsonObject Apply(JsonNode node) => Store.Apply(node.AsObject()).ToNode();

    /// <summary>Deletes an object of a collection (<c>pods</c>).</summary>
    /// <returns>False when there is none.</returns>
    public bool Delete(string resource, string @namespace, string name) => Store.Delete(Resource(resource), @namespace, name);

    /// <summary>An object of a collection, or null.</summary>
    public JsonObject? Find(string resource, string @namespace, string name) => Store.Find(Resource(resource), @namespace, name)?.ToNode();

    /// <summary>All objects of a collection, by namespace and name.</summary>
    public IReadOnlyList<JsonObject> List(string resource) => [.. Store.Snapshot(Resource(resource)).Objects.Values.Select(stored => stored.ToNode())];

    /// <summary>Creates a running pod. The namespace need not exist.</summary>
    /// <param name="namespace">Its namespace.</param>
    /// <param name="name">Its name.</param>
    /// <param name="image">Image of its only container, <c>app</c>.</param>
    /// <param name="owner">Its controller as returned by <see cref="Apply"/>, or null for a bare pod.</param>
    /// <param name="digest">Digest that runs; null: one made from the image.</param>
    /// <param name="ready">Whether it is ready.</param>
    /// <param name="labels">Further labels.</param>
    public JsonObject CreatePod(string @namespace, string name, string image, JsonObject? owner = null, string? digest = null, bool ready = true, IReadOnlyDictionary<string, string>? labels = null)
    {
        var definition = new WorkloadDefinition
        {
            Namespace = @namespace,
            Name = name,
            Labels = labels ?? new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = (string?)owner?["metadata"]?["name"] ?? name },
            Containers = [new("app", image)],
        };
        var pod = Manifests.Pod(@namespace, name, Manifests.Template(definition), owner);
        pod["spec"]!["nodeName"] = "node-1";
        PodStatus.SetRunning(pod, ready, _options.TimeProvider.GetUtcNow(), pulled => digest ?? Seeded.Digest(pulled));
        return Apply(pod);
    }

    /// <summary>Adds pods of a fixed size at once, without events; watches from before are told that they are too old.</summary>
    /// <param name="count">How many.</param>
    /// <param name="bytes">About how long the JSON of each is.</param>
    /// <param name="namespace">Their namespace.</param>
    /// <param name="image">Their image.</param>
    public void LoadPods(int count, int bytes = 11_000, string @namespace = "bulk", string image = "ghcr.io/acme/bulk:sha-0123abc")
    {
        var pods = new BulkPods(BulkPods.Pattern(@namespace, image, bytes, _options.TimeProvider.GetUtcNow()));
        Store.Load(KubernetesResource.Pods, count, pods.Make);
    }

    /// <summary>Forgets all events until now: older versions and continue tokens are answered with 410.</summary>
    public void Compact() => Store.Compact();

    /// <summary>Stops listening: connections are cut and refused until <see cref="StartAgainAsync"/>.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _server.StopAsync(cancellationToken);

    /// <summary>Listens again on the same port, with the same objects.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken) => _server.StartAsync(cancellationToken);

    /// <summary>A kubeconfig whose current context is this cluster.</summary>
    public string Kubeconfig()
    {
        var authority = _options.Certificate is { } certificate
            ? $"\n    certificate-authority-data: {Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()))}"
            : "";
        return $"""
            apiVersion: v1
            kind: Config
            current-context: {Name}
            clusters:
            - name: {Name}
              cluster:
                server: {Address.GetLeftPart(UriPartial.Authority)}{authority}
            contexts:
            - name: {Name}
              context:
                cluster: {Name}
                user: viewer
            users:
            - name: viewer
              user:
                token: {Token}

            """;
    }

    /// <summary>Writes <see cref="Kubeconfig"/> into a directory.</summary>
    /// <returns>Path of the file.</returns>
    public async Task<string> WriteKubeconfigAsync(string directory, CancellationToken cancellationToken)
    {
        var path = Path.Combine(directory, $"{Name}.kubeconfig");
        await File.WriteAllTextAsync(path, Kubeconfig(), cancellationToken);
        return path;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static KubernetesResource Resource(string plural) =>
        KubernetesResource.All.FirstOrDefault(resource => resource.Plural == plural)
        ?? throw new ArgumentException($"The simulated cluster does not serve {plural}.", nameof(plural));
}
