namespace Traceboard.Simulation.Registry;

/// <summary>A path below <c>/v2/</c>; the repository is empty for the root of the API.</summary>
internal sealed record RegistryPath(string Repository, bool IsBlob, string Reference)
{
    public static RegistryPath? Parse(string path)
    {
        if (path is "/v2/" or "/v2")
            return new RegistryPath("", IsBlob: false, "");
        var last = path.LastIndexOf('/');
        var kind = last <= 0 ? -1 : path.LastIndexOf('/', last - 1);
        return path.StartsWith("/v2/", StringComparison.Ordinal) && kind > "/v2/".Length && path[(kind + 1)..last] is "manifests" or "blobs"
            ? new RegistryPath(path["/v2/".Length..kind], path[(kind + 1)..last] is "blobs", path[(last + 1)..])
            : null;
    }
}
