namespace Traceboard.Clusters.Wire;

/// <summary>Upper bounds of what is read from a cluster; whatever goes beyond is hostile or broken.</summary>
internal static class WireLimits
{
    /// <summary>Bytes of one object. The API server itself stores at most 3 MiB.</summary>
    public const int Object = 4 << 20;

    /// <summary>Bytes of one page of a list after decompression.</summary>
    public const long Page = 256L << 20;

    /// <summary>
    /// Bytes of one kept string. The API server holds names far below it, so a longer one is refused. Images and
    /// annotations are free text of whoever may create a pod: they must not blind the whole cluster, so a longer
    /// image is cut (and then names no image) and a longer annotation is left out.
    /// </summary>
    public const int Text = 4 << 10;

    /// <summary>Containers kept of one pod, the first ones.</summary>
    public const int Containers = 1_000;

    /// <summary>Nesting of JSON.</summary>
    public const int Depth = 64;

    /// <summary>Bytes to have at hand before going on with a list, which then starts and stops seldom.</summary>
    public const int FillBeforeParsing = 128 << 10;
}
