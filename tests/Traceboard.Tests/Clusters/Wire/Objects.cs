namespace Traceboard.Tests.Clusters.Wire;

/// <summary>Kubernetes objects in JSON, as an API server writes them.</summary>
internal static class Objects
{
    public const string Pod = """
        {"kind":"Pod","apiVersion":"v1","metadata":{"name":"shop-7d9f-abcde","generateName":"shop-7d9f-","namespace":"prod","uid":"0b7f1d0e-6f3c-4b41-9d3b-0a2c7f5b9a11",
        "resourceVersion":"4711","creationTimestamp":"2026-11-02T10:11:12Z","deletionTimestamp":"2026-11-03T00:00:00+02:00",
        "labels":{"app":"shop","pod-template-hash":"7d9f","team":"payments"},
        "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"spec\":{\"}]\\\"\"","traceboard.io/commit":"caf\u00e9 \"1\""},
        "ownerReferences":[{"kind":"Node","name":"n","uid":"x"},{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"shop-7d9f","uid":"5d2c3b4a-1111-2222-3333-444455556666","controller":true}],
        "managedFields":[{"manager":"k","fieldsV1":{"f:metadata":{"f:labels":{".":{}}}}}]},
        "spec":{"volumes":[{"name":"v","secret":{"secretName":"s"}}],"initContainers":[{"name":"init","image":"init:1"}],
        "containers":[{"name":"web","image":"registry.example.com/shop:1.2.3","env":[{"name":"PASSWORD","value":"hunter2"}]},{"image":"sidecar:2","name":"side"}],"nodeName":"node-1","hostNetwork":true},
        "status":{"phase":"Running","conditions":[{"type":"Initialized","status":"True"},{"type":"Ready","status":"True","lastProbeTime":null}],"startTime":null,
        "containerStatuses":[{"name":"side","state":{"waiting":{"reason":"CrashLoopBackOff","message":"m"}},"ready":false,"restartCount":7,"image":"x","imageID":""},
        {"name":"web","state":{"running":{"startedAt":"2026-11-02T10:11:12Z"}},"ready":true,"restartCount":0,"imageID":"registry.example.com/shop@sha256:aa","started":true}]}}
        """;

    public static string List(string kind, IEnumerable<string> items, string apiVersion = "v1") => $$$"""
        {"kind":"{{{kind}}}List","apiVersion":"{{{apiVersion}}}","metadata":{"resourceVersion":"100","continue":"abc","remainingItemCount":3},
        "items":[{{{string.Join(',', items)}}}]}
        """;
}
