using System.IO.Enumeration;

namespace Traceboard.Clusters;

/// <summary>The namespaces that a cluster is watched in: patterns with <c>*</c>; what is excluded wins.</summary>
/// <param name="Include">Patterns of which one must match.</param>
/// <param name="Exclude">Patterns of which none may match.</param>
public sealed record NamespaceScope(IReadOnlyList<string> Include, IReadOnlyList<string> Exclude)
{
    /// <summary>Every namespace.</summary>
    public static NamespaceScope All { get; } = new(["*"], []);

    /// <summary>Whether the namespace is watched.</summary>
    public bool Covers(string @namespace) =>
        Include.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, @namespace, ignoreCase: false))
        && !Exclude.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, @namespace, ignoreCase: false));
}
