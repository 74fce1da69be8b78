using Traceboard.Sources.Http;

namespace Traceboard.Tests.Sources.Http;

public sealed class GitHostAddressTests
{
    private static readonly GitHostAddress Address = new()
    {
        Name = "git",
        Key = "Traceboard:GitHosts:0",
        Kind = "GitLab",
        Web = GitHostAddress.WebOf("https://git.example.com/lab/"),
        Api = new Uri("https://git.example.com/lab/api/v4/"),
    };

    [Theory]
    [InlineData("https://git.example.com/lab/acme/shop/-/merge_requests/1", true)]
    [InlineData("https://GIT.example.com/lab/acme", true)]
    [InlineData("https://git.example.com/labour", false)]
    [InlineData("https://git.example.com/lab/../evil", false)]
    [InlineData("https://git.example.com.evil.example/lab/x", false)]
    [InlineData("https://git.example.com:444/lab/x", false)]
    [InlineData("http://git.example.com/lab/x", false)]
    [InlineData("https://user@git.example.com/lab/x", false)]
    [InlineData("javascript:https://git.example.com/lab/", false)]
    [InlineData("/lab/x", false)]
    [InlineData(null, false)]
    public void Only_links_below_the_configured_address_are_taken_over(string? told, bool taken) =>
        Assert.Equal(!taken, Address.PageOr(told, "ours") == "ours");

    [Theory]
    [InlineData("https://git.example.com/anything", true)]
    [InlineData("https://git.example.com:443/x", true)]
    [InlineData("https://git.example.com:8443/x", false)]
    [InlineData("http://git.example.com/x", false)]
    [InlineData("https://git.example.com@evil.example/x", false)]
    [InlineData("https://a:b@git.example.com/x", false)]
    [InlineData("https://git.example.com.evil.example/x", false)]
    public void Only_the_own_scheme_host_and_port_see_the_credential(string address, bool own) =>
        Assert.Equal(own, Address.IsOwn(new Uri(address)));

    [Fact]
    public void A_page_is_built_with_every_part_encoded() =>
        Assert.Equal("https://git.example.com/lab/a%20b/c%3Fd/-/commit/1", Address.Page("a b/c?d", "-/commit/1"));
}
