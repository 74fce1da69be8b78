using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor;
using MudBlazor.Services;
using Traceboard.Web.Layout;

namespace Traceboard.Tests.Fakes;

/// <summary>Renders pages and parts with sample answers, at a fixed time.</summary>
internal sealed class PagesContext : BunitContext
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public PagesContext()
    {
        Answers = new SampleAnswers(Noon);
        Time = new FakeTimeProvider(Noon);
        Answers.AddTo(Services);
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddScoped<Announcer>();
        Services.AddScoped<LiveUpdates>();
        Services.AddScoped<CircuitConnection>();
        Services.AddMudServices(options => options.PopoverOptions.CheckForPopoverProvider = false);
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    public SampleAnswers Answers { get; }

    public FakeTimeProvider Time { get; }

    public CircuitConnection Connection => Services.GetRequiredService<CircuitConnection>();

    /// <summary>Goes to an address and renders the page that is there.</summary>
    public IRenderedComponent<TPage> Open<TPage>(string address = "")
        where TPage : IComponent
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        Render<MudPopoverProvider>();
        return Render<TPage>();
    }

    /// <summary>Lets time pass second by second until something is true; the test's own limit ends it otherwise.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The text of an element as a reader sees it: runs of white space are one space.</summary>
    public static string TextOf(IElement element) =>
        string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
