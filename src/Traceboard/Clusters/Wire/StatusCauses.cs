namespace Traceboard.Clusters.Wire;

/// <summary>How the causes of a <c>Status</c> are kept: the machine's word where there is one, else the sentence.</summary>
internal static class StatusCauses
{
    private const int Most = 32;

    public static void Add(ref List<string>? causes, string reason, string message)
    {
        var cause = reason.Length > 0 ? reason : message;
        causes ??= [];
        if (cause.Length > 0 && causes.Count < Most)
        {
            causes.Add(cause);
        }
    }
}
