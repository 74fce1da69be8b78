using Traceboard.Images;
using Traceboard.Sources.Tracing;

namespace Traceboard.Sources.Mending;

/// <summary>Says how to mend what keeps an image from being traced.</summary>
internal sealed class Mends(Tracer tracer, IReadOnlyList<GitHostOptions> hosts)
{
    /// <summary>The mend, or null where there is nothing to mend: the image is traced, waits, or is someone else's.</summary>
    /// <param name="image">The image as its pod's spec holds it.</param>
    /// <param name="status">What became of it.</param>
    /// <param name="proven">Images of this fleet whose repository is proven.</param>
    public Mend? For(string image, TraceStatus status, IReadOnlyList<ProvenSource> proven)
    {
        var plan = tracer.Plan(image);
        if (plan.Reference is not { } reference)
            return new Mend("Correct the image in the workload: registry/path:tag, the path in lower case.", []);

        var repository = plan.Questions.Count > 0 ? plan.Questions[0].Repository : null;
        return status switch
        {
            TraceStatus.Moving => new Mend(
                "Tag every build with the commit it is built from, and deploy that tag instead of one that moves.", Ci(reference, repository)),
            TraceStatus.NoRevision => new Mend(
                "Tag the image with its commit, beside the version if you like. If the tags hold a SHA in a way of your own, add their pattern to Traceboard:Tags.", Ci(reference, repository)),
            TraceStatus.Ambiguous => new Mend("Tag with all 40 digits of the SHA: fewer fit more than one commit.", Ci(reference, repository)),
            TraceStatus.Conflict => new Mend("Build the image anew so that its tag and its labels name the same commit. Where its repository is another than before, confirm that as the reason says.", Ci(reference, repository)),
            TraceStatus.Unmapped => Unmapped(reference, proven),
            TraceStatus.NotFound => new Mend(
                $"Push the commit to {repository?.ToString() ?? "its repository"}, or correct the mapping rule '{plan.Rule}' if it names the wrong repository.", Rules(reference, proven)),
            TraceStatus.Forbidden => Forbidden(repository),
            _ => null,
        };
    }

    private Mend Unmapped(ImageReference reference, IReadOnlyList<ProvenSource> proven)
    {
        var isProven = ProvenRule.For(reference, proven) is not null;
        return new Mend(
            isProven
                ? "Add the mapping rule; other images of this registry follow it already."
                : "Add a mapping rule that names the repository; correct the suggested one where it guesses wrong.",
            [new MendSnippet("mappingRule", "Under Traceboard:Sources", ProvenRule.For(reference, proven) ?? SuggestedRule.For(reference, hosts))]);
    }

    private static IReadOnlyList<MendSnippet> Rules(ImageReference reference, IReadOnlyList<ProvenSource> proven) =>
        ProvenRule.For(reference, proven) is { } rule ? [new MendSnippet("mappingRule", "Other images of this registry follow this rule, under Traceboard:Sources", rule)] : [];

    private Mend Forbidden(Repository? repository)
    {
        if (repository is null || HostOf(repository) is not { } host)
            return new Mend("Name the Git host under Traceboard:GitHosts and give it a token that may read the repository.", []);
        var isGitLab = IsGitLab(host);
        return new Mend(
            isGitLab
                ? $"Give {host.Name} a token with the scope read_api whose owner may read {repository.Path} (Reporter or higher)."
                : $"Give {host.Name} a token that may read {repository.Path}: Contents and Pull requests (read), or the classic scope repo.",
            [new MendSnippet("gitHost", "Under Traceboard:GitHosts", $$"""{ "Name": "{{host.Name}}", "Kind": "{{host.Kind}}", "Url": "{{host.Url}}", "TokenFile": "/run/secrets/{{host.Name}}" }""")]);
    }

    private IReadOnlyList<MendSnippet> Ci(ImageReference reference, Repository? repository) =>
        CiSnippets.For(reference.Name, repository is null ? OnlyKind() : HostOf(repository));

    private GitHostOptions? OnlyKind() =>
        hosts.Select(host => host.Kind).Distinct(StringComparer.OrdinalIgnoreCase).Count() == 1 ? hosts[0] : null;

    private GitHostOptions? HostOf(Repository repository) =>
        hosts.FirstOrDefault(host => string.Equals(host.Name, repository.Host, StringComparison.OrdinalIgnoreCase));

    private static bool IsGitLab(GitHostOptions host) => string.Equals(host.Kind, "GitLab", StringComparison.OrdinalIgnoreCase);
}
