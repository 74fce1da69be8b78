using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.Extensions.Logging;
using Traceboard.Web.Composition;
using Traceboard.Web.Pages;

namespace Traceboard.Tests.Fakes;

/// <summary>The pages over real HTTP on loopback, with sample answers.</summary>
internal sealed class PagesHost(WebApplication app) : IAsyncDisposable
{
    public Uri Address { get; } = new(app.Urls.First());

    public static async Task<PagesHost> StartAsync(SampleAnswers answers, int port = 0)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "traceboard", EnvironmentName = "Development", ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        answers.AddTo(builder.Services);
        builder.Services.AddCompression();
        builder.Services.AddPages();
        var app = builder.Build();
        app.UseResponseCompression();
        app.MapPages();
        await app.StartAsync();
        return new PagesHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
