using Traceboard.Sources;

namespace Traceboard.Tests.Sources;

public sealed class UserInformationTests
{
    [Theory]
    [InlineData("https://gitlab-ci-token:glcbt-SECRET@gitlab.example.com/acme/shop.git", "https://gitlab.example.com/acme/shop.git")]
    [InlineData("https://ghp_SECRET@github.com/acme/shop", "https://github.com/acme/shop")]
    [InlineData("https://a:b@c:SECRET@github.com/acme/shop", "https://github.com/acme/shop")]
    [InlineData("git+https://x:SECRET@github.com/acme/shop.git#main", "git+https://github.com/acme/shop.git#main")]
    [InlineData("https://github.com/acme/shop?access_token=SECRET", "https://github.com/acme/shop")]
    [InlineData("oauth2:SECRET@github.com/acme/shop", "github.com/acme/shop")]
    [InlineData("https://x:SECRET@github.com", "https://github.com")]
    [InlineData("git@github.com:acme/shop.git", "git@github.com:acme/shop.git")]
    [InlineData("ssh://git@github.com/acme/shop.git", "ssh://github.com/acme/shop.git")]
    [InlineData("https://github.com/acme/shop@v1", "https://github.com/acme/shop@v1")]
    [InlineData("https://github.com/acme/shop/tree/main", "https://github.com/acme/shop/tree/main")]
    [InlineData("github.com/acme/shop", "github.com/acme/shop")]
    [InlineData("@", "@")]
    [InlineData("", "")]
    [InlineData(null, null)]
    public void A_credential_in_an_address_is_taken_out(string? address, string? plain)
    {
        Assert.Equal(plain, UserInformation.Without(address));
        Assert.DoesNotContain("SECRET", UserInformation.Without(address) ?? "");
    }

    [FsCheck.Xunit.Property(MaxTest = 2000)]
    public bool Any_text_is_an_address(string? text) => UserInformation.Without(text) is { } plain ? plain.Length <= text!.Length : text is null;
}
