namespace Traceboard.Sources;

/// <summary>The part of the configuration under <c>Traceboard</c> that tells where builds come from.</summary>
public sealed class SourcesOptions
{
    /// <summary>The Git hosts. Empty: github.com and gitlab.com without a token.</summary>
    public IList<GitHostOptions> GitHosts { get; init; } = [];

    /// <summary>Mapping rules, first match wins.</summary>
    public IList<SourceRuleOptions> Sources { get; init; } = [];

    /// <summary>Whether the built-in rules follow the configured ones.</summary>
    public bool BuiltInSources { get; set; } = true;

    /// <summary>Tag conventions. Empty: the default ones.</summary>
    public IList<string> Tags { get; init; } = [];

    /// <summary>The registries that are asked for annotations and labels; no other is.</summary>
    public IList<RegistryOptions> Registries { get; init; } = [];

    /// <summary>
    /// Repositories by the number that their Git host gives them, where a number other than the one met first is right:
    /// a repository that was deleted and made anew under the same name.
    /// </summary>
    public IList<RepositoryOptions> Repositories { get; init; } = [];

    /// <summary>
    /// The configured Git hosts, or without any <c>github</c> (https://github.com) and <c>gitlab</c>
    /// (https://gitlab.com), both without a token. Mapping rules and Git hosts take theirs from here alone.
    /// </summary>
    public IReadOnlyList<GitHostOptions> EffectiveGitHosts() => GitHosts.Count > 0
        ? [.. GitHosts]
        :
        [
            new GitHostOptions { Name = "github", Kind = "GitHub", Url = "https://github.com" },
            new GitHostOptions { Name = "gitlab", Kind = "GitLab", Url = "https://gitlab.com" },
        ];
}

/// <summary>One Git host.</summary>
public sealed class GitHostOptions
{
    /// <summary>Name that mapping rules use; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>GitHub or GitLab.</summary>
    public string Kind { get; set; } = "";

    /// <summary>Base address; plain http only to loopback.</summary>
    public string Url { get; set; } = "";

    /// <summary>Token. Better: <see cref="TokenFile"/>.</summary>
    public Secret? Token { get; set; }

    /// <summary>File that holds the token; its rotation is followed.</summary>
    public string? TokenFile { get; set; }

    /// <summary>A GitHub App installation instead of a token.</summary>
    public GitHubAppOptions? App { get; set; }

    /// <summary>PEM file with the certificate authorities to trust for this host, instead of the system's.</summary>
    public string? CaFile { get; set; }
}

/// <summary>A GitHub App installation.</summary>
public sealed class GitHubAppOptions
{
    /// <summary>Id of the App.</summary>
    public long Id { get; set; }

    /// <summary>Id of its installation.</summary>
    public long InstallationId { get; set; }

    /// <summary>PEM file with its private key.</summary>
    public string PrivateKeyFile { get; set; } = "";
}

/// <summary>One mapping rule.</summary>
public sealed class SourceRuleOptions
{
    /// <summary>Pattern over registry and repository: <c>*</c> within a path segment, <c>**</c> across, <c>{name}</c> captures one segment.</summary>
    public string Image { get; set; } = "";

    /// <summary><c>host:path</c> with captures.</summary>
    public string? Repository { get; set; }

    /// <summary>Path within a monorepo, with captures.</summary>
    public string? Path { get; set; }

    /// <summary>True: someone else's image; shown, never counted against anyone.</summary>
    public bool External { get; set; }
}

/// <summary>One repository whose number an administrator confirms.</summary>
public sealed class RepositoryOptions
{
    /// <summary><c>host:path</c>, without captures.</summary>
    public string Repository { get; set; } = "";

    /// <summary>The number that the Git host gives it; 1 or more.</summary>
    public long Id { get; set; }
}

/// <summary>One registry.</summary>
public sealed class RegistryOptions
{
    /// <summary>Registry as image references begin, with port where needed.</summary>
    public string Host { get; set; } = "";

    /// <summary>User name.</summary>
    public string? UserName { get; set; }

    /// <summary>Password. Better: <see cref="PasswordFile"/>.</summary>
    public Secret? Password { get; set; }

    /// <summary>File that holds the password; its rotation is followed.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>Origin it is asked at, where that is not <c>https://{Host}</c>; plain http only to loopback.</summary>
    public string? Url { get; set; }

    /// <summary>PEM file with the certificate authorities to trust for this registry, instead of the system's.</summary>
    public string? CaFile { get; set; }

    /// <summary>Origin of its token service where that is another than its own, such as <c>https://gitlab.example.com</c>.</summary>
    public string? TokenService { get; set; }

    /// <summary>Hosts that it may redirect blobs to; <c>*.</c> at the start stands for one or more labels. They get no credential.</summary>
    public IList<string> BlobHosts { get; init; } = [];
}
