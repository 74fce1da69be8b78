using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Traceboard.Tests.Fakes;
using Traceboard.Web.Layout;

namespace Traceboard.Tests.Web.Layout;

public sealed class TopBarTests : IAsyncDisposable
{
    private readonly PagesContext _pages = new();

    [Fact]
    public void Enter_leads_to_an_address_that_a_colleague_can_open()
    {
        var bar = RenderBar();

        bar.Find("#search").Input(" tax & duty ");
        bar.Find("form").Submit();

        Assert.Equal("?q=tax%20%26%20duty", Navigation.ToBaseRelativePath(Navigation.Uri));
    }

    [Fact]
    public void The_field_shows_what_the_address_looks_for()
    {
        Navigation.NavigateTo("?q=anna");

        Assert.Equal("anna", RenderBar().Find("#search").GetAttribute("value"));
    }

    [Fact]
    public void An_empty_search_shows_everything()
    {
        Navigation.NavigateTo("?q=anna");
        var bar = RenderBar();

        bar.Find("#search").Input("");
        bar.Find("form").Submit();

        Assert.Equal("", Navigation.ToBaseRelativePath(Navigation.Uri));
    }

    [Theory]
    [InlineData("dark", "dark")]
    [InlineData("light", "light")]
    [InlineData("\"><script>", "system")]
    [InlineData(null, "system")]
    public void A_cookie_says_light_or_dark_and_nothing_else(string? cookie, string appearance) =>
        Assert.Equal(appearance, Appearance.Read(cookie));

    public ValueTask DisposeAsync() => _pages.DisposeAsync();

    private NavigationManager Navigation => _pages.Services.GetRequiredService<NavigationManager>();

    private IRenderedComponent<TopBar> RenderBar()
    {
        _pages.Render<MudPopoverProvider>();
        return _pages.Render<TopBar>(bar => bar
            .Add(top => top.Appearance, Appearance.System)
            .Add(top => top.AppearanceChosen, EventCallback<string>.Empty));
    }
}
