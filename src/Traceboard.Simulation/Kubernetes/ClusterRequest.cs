using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>What a request to the API server asks for, read from its path and query.</summary>
internal sealed record ClusterRequest(KubernetesResource Resource, string Verb, string Namespace, string Name)
{
    /// <summary>Reads <c>/api/v1/[namespaces/NS/]RESOURCE[/NAME]</c> and <c>/apis/GROUP/VERSION/…</c>; null for any other path.</summary>
    public static ClusterRequest? TryRead(HttpRequest request)
    {
        var parts = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (group, rest) = parts switch
        {
            ["api", "v1", .. var core] => ("", core),
            ["apis", var named, "v1", .. var more] => (named, more),
            _ => ("", []),
        };
        var (@namespace, plural, name) = rest switch
        {
            [var collection] => ("", collection, ""),
            ["namespaces", var one] => ("", "namespaces", one),
            ["namespaces", var within, var collection] => (within, collection, ""),
            ["namespaces", var within, var collection, var one] => (within, collection, one),
            _ => ("", "", ""),
        };
        if (!HttpMethods.IsGet(request.Method) || KubernetesResource.Find(group, "v1", plural) is not { } resource)
            return null;
        var watches = request.Query["watch"].ToString() is "1" or "true";
        return new ClusterRequest(resource, name.Length > 0 ? "get" : watches ? "watch" : "list", @namespace, name);
    }

    public bool Covers(StoredObject stored) =>
        stored.Resource == Resource && (Namespace.Length == 0 || stored.Namespace == Namespace);
}
