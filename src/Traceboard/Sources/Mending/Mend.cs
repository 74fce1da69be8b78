namespace Traceboard.Sources.Mending;

/// <summary>How an image that is not traced becomes one that is.</summary>
/// <param name="Advice">What to do, in a sentence or two.</param>
/// <param name="Snippets">Lines to paste; the first one fits best.</param>
public sealed record Mend(string Advice, IReadOnlyList<MendSnippet> Snippets);

/// <summary>Lines to paste.</summary>
/// <param name="Kind"><c>mappingRule</c>, <c>gitHost</c>, <c>gitlabCi</c>, <c>githubActions</c> or <c>docker</c>.</param>
/// <param name="Where">Where they belong.</param>
/// <param name="Text">The lines.</param>
public sealed record MendSnippet(string Kind, string Where, string Text);

/// <summary>An image name whose repository is proven, because a commit of it was found.</summary>
/// <param name="Name">Registry and repository of the image.</param>
/// <param name="Repository">The repository that has the commit.</param>
public sealed record ProvenSource(string Name, Repository Repository);
