namespace Traceboard.Sources.Mending;

/// <summary>Builds that tag with the full commit SHA and set the OCI labels, so that the image can be traced either way.</summary>
internal static class CiSnippets
{
    /// <summary>The three usual ways to build an image, the one of the repository's own Git host first.</summary>
    /// <param name="name">Registry and repository of the image.</param>
    /// <param name="host">The Git host of its repository, or null where nobody knows.</param>
    public static IReadOnlyList<MendSnippet> For(string name, GitHostOptions? host)
    {
        MendSnippet[] all = [GitLabCi(name), GitHubActions(name), Docker(name)];
        var first = host?.Kind.ToUpperInvariant() switch
        {
            "GITLAB" => "gitlabCi",
            "GITHUB" => "githubActions",
            _ => "docker",
        };
        return [.. all.OrderByDescending(snippet => string.Equals(snippet.Kind, first, StringComparison.Ordinal))];
    }

    private static MendSnippet GitLabCi(string name) => new("gitlabCi", "In .gitlab-ci.yml", $$"""
        build-image:
          script:
            - >-
              docker build
              --label "org.opencontainers.image.source=$CI_PROJECT_URL"
              --label "org.opencontainers.image.revision=$CI_COMMIT_SHA"
              --tag "{{name}}:$CI_COMMIT_SHA" .
            - docker push "{{name}}:$CI_COMMIT_SHA"
        """);

    private static MendSnippet GitHubActions(string name) => new("githubActions", "In the steps of the GitHub Actions job", $$"""
        - run: |
            docker build \
              --label "org.opencontainers.image.source=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" \
              --label "org.opencontainers.image.revision=$(git rev-parse HEAD)" \
              --tag "{{name}}:$(git rev-parse HEAD)" .
            docker push "{{name}}:$(git rev-parse HEAD)"
        """);

    private static MendSnippet Docker(string name) => new("docker", "With Docker alone, in a clean checkout", $"""
        sha=$(git rev-parse HEAD)
        docker build --label "org.opencontainers.image.revision=$sha" --tag "{name}:$sha" .
        docker push "{name}:$sha"
        """);
}
