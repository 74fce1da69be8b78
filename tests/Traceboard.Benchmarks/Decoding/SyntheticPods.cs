using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Traceboard.Benchmarks.Decoding;

/// <summary>Pods as Deployments, sidecars and kubelets write them, about 11 KB of JSON each, the same for the same number.</summary>
internal static class SyntheticPods
{
    public static JsonObject Create(int number)
    {
        // A workload has about seven pods.
        var workload = number / 7;
        var app = $"{Pick(workload, "payments", "shipping", "catalog", "search", "billing")}-{Pick(workload / 5, "api", "worker", "frontend", "gateway")}-{workload:x}";
        var hash = Hex($"rs{workload}")[..10];
        var spec = Spec(number, workload, app);
        var metadata = Metadata(number, workload, app, hash);
        var status = Status(number, workload, app, spec["containers"]!.AsArray());
        metadata["managedFields"] = new JsonArray(
            Managed("kube-controller-manager", new JsonObject { ["metadata"] = metadata.DeepClone(), ["spec"] = spec.DeepClone() }),
            Managed("kubelet", new JsonObject { ["status"] = status.DeepClone() }));
        return new JsonObject { ["metadata"] = metadata, ["spec"] = spec, ["status"] = status };
    }

    private static JsonObject Metadata(int number, int workload, string app, string hash) => new()
    {
        ["name"] = $"{app}-{hash}-{Hex($"pod{number}")[..5]}",
        ["generateName"] = $"{app}-{hash}-",
        ["namespace"] = $"{Pick(workload, "payments", "shipping", "catalog", "search", "billing")}-{workload % 40:00}",
        ["uid"] = Uid($"pod{number}"),
        ["resourceVersion"] = $"{100_000 + number}",
        ["generation"] = 1,
        ["creationTimestamp"] = "2026-11-23T09:42:46Z",
        ["labels"] = new JsonObject
        {
            ["app.kubernetes.io/instance"] = app,
            ["app.kubernetes.io/managed-by"] = "Helm",
            ["app.kubernetes.io/name"] = app,
            ["app.kubernetes.io/version"] = $"3.{workload % 20}.4",
            ["helm.sh/chart"] = $"{app}-3.0.4",
            ["pod-template-hash"] = hash,
            ["team"] = Pick(workload, "blue", "red", "green"),
        },
        ["annotations"] = new JsonObject
        {
            ["acme.example/source"] = $"https://git.example.com/acme/{app}/-/commit/{Hex(app)[..40]}",
            ["checksum/config"] = Hex($"config{workload}"),
            ["kubectl.kubernetes.io/default-container"] = app,
            ["prometheus.io/port"] = "9102",
            ["prometheus.io/scrape"] = "true",
        },
        ["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["name"] = $"{app}-{hash}",
            ["uid"] = Uid($"rs{workload}"),
            ["controller"] = true,
            ["blockOwnerDeletion"] = true,
        }),
    };

    private static JsonObject Spec(int number, int workload, string app)
    {
        var containers = new JsonArray(Container(app, workload, image: $"registry.example.com/acme/{app}:sha-{Hex(app)[..12]}", isMain: true));
        for (var sidecar = 0; sidecar < 1 + (workload % 2); sidecar++)
        {
            containers.Add((JsonNode)Container($"sidecar-{sidecar}", workload, $"registry.example.com/platform/sidecar-{sidecar}:1.21.{workload % 4}", isMain: false));
        }
        return new JsonObject
        {
            ["volumes"] = new JsonArray(
                Parse($$$"""{"name":"config","configMap":{"name":"{{{app}}}","defaultMode":420}}"""),
                Parse($$$"""{"name":"tls","secret":{"secretName":"{{{app}}}-tls","defaultMode":420}}"""),
                Parse("""{"name":"tmp","emptyDir":{}}"""),
                Parse("""
                    {"name":"kube-api-access","projected":{"sources":[{"serviceAccountToken":{"expirationSeconds":3607,"path":"token"}},
                    {"configMap":{"name":"kube-root-ca.crt","items":[{"key":"ca.crt","path":"ca.crt"}]}},
                    {"downwardAPI":{"items":[{"path":"namespace","fieldRef":{"apiVersion":"v1","fieldPath":"metadata.namespace"}}]}}],"defaultMode":420}}
                    """)),
            ["containers"] = containers,
            ["restartPolicy"] = "Always",
            ["terminationGracePeriodSeconds"] = 30,
            ["dnsPolicy"] = "ClusterFirst",
            ["serviceAccountName"] = app,
            ["serviceAccount"] = app,
            ["nodeName"] = $"node-{number % 250:000}.eu-central-1.compute.internal",
            ["securityContext"] = Parse("""{"runAsUser":10001,"fsGroup":10001,"seccompProfile":{"type":"RuntimeDefault"}}"""),
            ["imagePullSecrets"] = Parse("""[{"name":"registry-pull"}]"""),
            ["schedulerName"] = "default-scheduler",
            ["tolerations"] = Parse("""
                [{"key":"node.kubernetes.io/not-ready","operator":"Exists","effect":"NoExecute","tolerationSeconds":300},
                {"key":"node.kubernetes.io/unreachable","operator":"Exists","effect":"NoExecute","tolerationSeconds":300}]
                """),
            ["priority"] = 0,
            ["enableServiceLinks"] = true,
            ["preemptionPolicy"] = "PreemptLowerPriority",
        };
    }

    private static JsonObject Container(string name, int workload, string image, bool isMain)
    {
        var env = new JsonArray();
        for (var at = 0; at < (isMain ? 5 : 2); at++)
        {
            env.Add(Parse($$"""{"name":"SETTING_{{at}}_{{Hex($"{name}{at}")[..6].ToUpperInvariant()}}","value":"{{Hex($"{name}{at}{workload}")[..24]}}"}"""));
        }
        env.Add(Parse("""{"name":"POD_NAME","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}}"""));
        var container = new JsonObject
        {
            ["name"] = name,
            ["image"] = image,
            ["args"] = new JsonArray("--listen=:8080", "--log-format=json", $"--shard={workload % 16}"),
            ["ports"] = Parse($$"""[{"name":"http","containerPort":{{(isMain ? 8080 : 15000)}},"protocol":"TCP"}]"""),
            ["env"] = env,
            ["resources"] = Parse("""{"limits":{"memory":"512Mi"},"requests":{"cpu":"100m","memory":"256Mi"}}"""),
            ["volumeMounts"] = Parse("""[{"name":"tmp","mountPath":"/tmp"},{"name":"kube-api-access","readOnly":true,"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount"}]"""),
            ["terminationMessagePath"] = "/dev/termination-log",
            ["terminationMessagePolicy"] = "File",
            ["imagePullPolicy"] = "IfNotPresent",
            ["securityContext"] = Parse("""{"runAsNonRoot":true,"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false}"""),
        };
        if (isMain)
        {
            foreach (var (probe, path) in new[] { ("livenessProbe", "/livez"), ("readinessProbe", "/readyz") })
            {
                container[probe] = Parse($$"""
                    {"httpGet":{"path":"{{path}}","port":"http","scheme":"HTTP"},"initialDelaySeconds":5,"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3}
                    """);
            }
        }
        return container;
    }

    private static JsonObject Status(int number, int workload, string app, JsonArray containers)
    {
        var conditions = new JsonArray();
        foreach (var type in new[] { "PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled" })
        {
            conditions.Add(Parse($$"""{"type":"{{type}}","status":"True","lastProbeTime":null,"lastTransitionTime":"2026-11-23T09:42:50Z"}"""));
        }
        var statuses = new JsonArray();
        foreach (var container in containers)
        {
            var image = (string)container!["image"]!;
            statuses.Add(Parse($$$"""
                {"name":"{{{container["name"]}}}","state":{"running":{"startedAt":"2026-11-23T09:42:49Z"}},"lastState":{},"ready":true,"restartCount":{{{number % 3}}},"image":"{{{image}}}",
                "imageID":"{{{image.Split(':')[0]}}}@sha256:{{{Hex(image)}}}","containerID":"containerd://{{{Hex($"{container["name"]}{number}")}}}","started":true}
                """));
        }
        return new JsonObject
        {
            ["phase"] = "Running",
            ["conditions"] = conditions,
            ["hostIP"] = $"10.0.{number % 250}.1",
            ["hostIPs"] = Parse($$"""[{"ip":"10.0.{{number % 250}}.1"}]"""),
            ["podIP"] = $"10.1.{number % 250}.{workload % 250}",
            ["podIPs"] = Parse($$"""[{"ip":"10.1.{{number % 250}}.{{workload % 250}}"}]"""),
            ["startTime"] = "2026-11-23T09:42:46Z",
            ["containerStatuses"] = statuses,
            ["qosClass"] = app.Length % 2 == 0 ? "Burstable" : "BestEffort",
        };
    }

    private static JsonObject Managed(string manager, JsonObject owned) => new()
    {
        ["manager"] = manager,
        ["operation"] = "Update",
        ["apiVersion"] = "v1",
        ["time"] = "2026-11-23T09:42:46Z",
        ["fieldsType"] = "FieldsV1",
        ["fieldsV1"] = Fields(owned),
    };

    // What server-side apply notes of each field: its name and nothing else.
    private static JsonObject Fields(JsonNode? value)
    {
        var fields = new JsonObject();
        switch (value)
        {
            case JsonObject properties:
                foreach (var (key, inner) in properties)
                {
                    fields[$"f:{key}"] = Fields(inner);
                }
                break;
            case JsonArray items when items.All(item => item is JsonObject named && (named.ContainsKey("name") || named.ContainsKey("type"))):
                foreach (var item in items.Cast<JsonObject>())
                {
                    var key = item.ContainsKey("name") ? "name" : "type";
                    var inner = Fields(item);
                    inner["."] = new JsonObject();
                    fields[$$"""k:{"{{key}}":"{{item[key]}}"}"""] = inner;
                }
                break;
            default:
                break;
        }
        return fields;
    }

    private static JsonNode Parse(string json) => JsonNode.Parse(json)!;

    private static string Pick(int number, params string[] from) => from[number % from.Length];

    private static string Hex(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Uid(string text) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)).ToString();
}
