using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Traceboard.Images;

namespace Traceboard.Tests.Images;

public sealed class ImageReferenceGrammarTests
{
    private const string Sha256 = "sha256:9b74c9897bac770ffc029102a200c5de6f1f54ca2ed1b3a5f1f0e6c6f5f3a1b2";

    [Theory]
    [InlineData("nginx", "docker.io", "library/nginx", null, null)]
    [InlineData("nginx:1.27", "docker.io", "library/nginx", "1.27", null)]
    [InlineData("docker.io/nginx", "docker.io", "library/nginx", null, null)]
    [InlineData("index.docker.io/nginx:1", "docker.io", "library/nginx", "1", null)]
    [InlineData("index.docker.io/acme/shop", "docker.io", "acme/shop", null, null)]
    [InlineData("acme/shop:a", "docker.io", "acme/shop", "a", null)]
    [InlineData("acme/shop/api:a", "docker.io", "acme/shop/api", "a", null)]
    [InlineData("localhost/shop", "localhost", "shop", null, null)]
    [InlineData("localhost:5000/shop:a", "localhost:5000", "shop", "a", null)]
    [InlineData("registry:5000/shop", "registry:5000", "shop", null, null)]
    [InlineData("registry.example.com/shop", "registry.example.com", "shop", null, null)]
    [InlineData("Registry.Example.COM:443/g/s/p:T_1.x-y", "registry.example.com:443", "g/s/p", "T_1.x-y", null)]
    [InlineData("127.0.0.1:5000/a/b", "127.0.0.1:5000", "a/b", null, null)]
    [InlineData("[::1]:5000/a", "[::1]:5000", "a", null, null)]
    [InlineData("[2001:DB8::1]/a:t", "[2001:db8::1]", "a", "t", null)]
    [InlineData("nginx@" + Sha256, "docker.io", "library/nginx", null, Sha256)]
    [InlineData("ghcr.io/acme/shop:sha-860c190@" + Sha256, "ghcr.io", "acme/shop", "sha-860c190", Sha256)]
    [InlineData("ghcr.io/acme/my__app-a--b.c", "ghcr.io", "acme/my__app-a--b.c", null, null)]
    public void References_are_read_as_runtimes_read_them(string text, string registry, string repository, string? tag, string? digest)
    {
        Assert.True(ImageReference.TryParse(text, out var reference));
        Assert.Equal((registry, repository, tag, digest), (reference.Registry, reference.Repository, reference.Tag, reference.Digest));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" nginx")]
    [InlineData("nginx ")]
    [InlineData("NGINX")]
    [InlineData("acme/Shop")]
    [InlineData("Acme/Shop")]
    [InlineData("ACME/shop")]
    [InlineData("ghcr.io/Acme/shop")]
    [InlineData("nginx:")]
    [InlineData("nginx@")]
    [InlineData("nginx:.a")]
    [InlineData("nginx:-a")]
    [InlineData("nginx:5.8467965e+07")]
    [InlineData("nginx:a b")]
    [InlineData("nginx:ä")]
    [InlineData("nginx:a:b")]
    [InlineData("ghcr.io//shop")]
    [InlineData("ghcr.io/acme/")]
    [InlineData("/acme/shop")]
    [InlineData("ghcr.io/acme/../shop")]
    [InlineData("ghcr.io/acme/a..b")]
    [InlineData("ghcr.io/acme/a___b")]
    [InlineData("ghcr.io/acme/-a")]
    [InlineData("ghcr.io/acme/a-")]
    [InlineData("ghcr.io/acme/a%2e")]
    [InlineData("https://ghcr.io/acme/shop")]
    [InlineData("ghcr.io:/acme/shop")]
    [InlineData("ghcr.io:x/acme/shop")]
    [InlineData("-ghcr.io/acme/shop")]
    [InlineData("my_host.io/acme/shop")]
    [InlineData("[::1/a")]
    [InlineData("[]/a")]
    [InlineData("[::g]/a")]
    [InlineData("nginx@sha256:abc")]
    [InlineData("nginx@md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("nginx@sha256:9B74C9897BAC770FFC029102A200C5DE6F1F54CA2ED1B3A5F1F0E6C6F5F3A1B2")]
    [InlineData("nginx@" + Sha256 + "@" + Sha256)]
    [InlineData("nginx@" + Sha256 + ":tag")]
    [InlineData("9b74c9897bac770ffc029102a200c5de6f1f54ca2ed1b3a5f1f0e6c6f5f3a1b2")]
    public void What_no_runtime_would_pull_is_refused(string? text) => Assert.False(ImageReference.TryParse(text, out _));

    [Fact]
    public void Lengths_are_capped()
    {
        Assert.True(ImageReference.TryParse("nginx:" + new string('a', 128), out _));
        Assert.False(ImageReference.TryParse("nginx:" + new string('a', 129), out _));
        Assert.True(ImageReference.TryParse("ghcr.io/" + new string('a', 255), out _));
        Assert.False(ImageReference.TryParse("ghcr.io/" + new string('a', 256), out _));
        Assert.False(ImageReference.TryParse(new string('a', 300) + ".io/b", out _));
        Assert.False(ImageReference.TryParse(new string('a', 1_000_000), out _));
    }

    [Fact]
    public void Longer_digests_are_read_too()
    {
        Assert.True(ImageReference.TryParse("nginx:a@sha512:" + new string('0', 128), out var reference));
        Assert.Equal("sha512:" + new string('0', 128), reference.Digest);
        Assert.False(ImageReference.TryParse("nginx@sha512:" + new string('0', 64), out _));
    }

    [Property(MaxTest = 2000)]
    public Property Every_reference_of_the_grammar_is_read_and_written_back() => Prop.ForAll(References(), text =>
        ImageReference.TryParse(text, out var reference)
        && ImageReference.TryParse(reference.ToString(), out var again)
        && again == reference
        && again.ToString() == reference.ToString());

    [Property(MaxTest = 5000)]
    public Property What_is_accepted_has_only_the_characters_of_the_grammar() => Prop.ForAll(Mutations(), text =>
        !ImageReference.TryParse(text, out var reference)
        || (reference.Repository.Split('/').All(IsComponent)
            && !reference.Registry.Any(char.IsAsciiLetterUpper)
            && !reference.Registry.Contains('/', StringComparison.Ordinal)
            && reference.Tag is null or { Length: <= 128 }
            && ImageReference.TryParse(reference.ToString(), out var again)
            && again == reference));

    [Property(MaxTest = 2000)]
    public bool Any_text_gets_an_answer(string? text) => ImageReference.TryParse(text, out var reference) == (reference is not null);

    // Another way to say the same thing, so that grammar and test do not share a fault.
    private static bool IsComponent(string component) =>
        System.Text.RegularExpressions.Regex.IsMatch(component, "^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*\\z", System.Text.RegularExpressions.RegexOptions.NonBacktracking | System.Text.RegularExpressions.RegexOptions.ExplicitCapture);

    private static Arbitrary<string> References() => (
        from registry in Gen.Elements("", "ghcr.io/", "localhost/", "localhost:5000/", "Registry.Example.com/", "10.0.0.1:80/", "[::1]:5000/", "index.docker.io/")
        from components in Gen.Elements("a", "shop", "a.b", "a_b", "a__b", "a-b", "a---b", "0", "x9").NonEmptyListOf()
        from tag in Gen.Elements("", ":latest", ":A_b.c-d", ":1.2.3", ":" + new string('z', 128))
        from digest in Gen.Elements("", "@" + Sha256)
        select registry + string.Join('/', components.Take(10)) + tag + digest).ToArbitrary();

    private static Arbitrary<string> Mutations() => (
        from text in References().Generator
        from at in Gen.Choose(0, text.Length)
        from odd in Gen.Elements("/", ":", "@", ".", "-", "_", "A", " ", "%", "..", "//", "\n", "é", "[", "]", "\0", "+")
        select text.Insert(at, odd)).ToArbitrary();
}
