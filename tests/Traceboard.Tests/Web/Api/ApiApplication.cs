using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Traceboard.Answers.Board;
using Traceboard.Tests.Answers;
using Traceboard.Web.Api;
using Traceboard.Web.Composition;

namespace Traceboard.Tests.Web.Api;

/// <summary>The API on a loopback port, over a recorded world. Asking starts it.</summary>
internal sealed class ApiApplication : IAsyncDisposable
{
    private readonly Action<IServiceCollection> _more;
    private WebApplication? _app;
    private HttpClient? _client;

    public ApiApplication(Action<IServiceCollection>? more = null) => _more = more ?? (_ => { });

    public RecordedWorld World { get; } = new(
        ("Environments:0:Name", "staging"), ("Environments:0:Match:0:Cluster", "stage*"),
        ("Environments:1:Name", "production"), ("Environments:1:Match:0:Cluster", "prod*"));

    public IServiceProvider Services => _app!.Services;

    public async Task<HttpResponseMessage> GetAsync(string address, string? etag = null, HttpMethod? method = null, string? encoding = null)
    {
        var client = await ClientAsync();
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, address);
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        if (encoding is not null)
            request.Headers.AcceptEncoding.ParseAdd(encoding);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<string> TextAsync(string address)
    {
        using var response = await GetAsync(address);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
        await World.DisposeAsync();
    }

    public async Task<HttpClient> ClientAsync()
    {
        if (_client is not null)
            return _client;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production", ApplicationName = "traceboard" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Host.ConfigureHostOptions(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        builder.Logging.ClearProviders();
        World.Register(builder.Services);
        builder.Services.AddCompression();
        builder.Services.AddApi();
        _more(builder.Services);
        _app = builder.Build();
        _app.UseSecurityHeaders();
        _app.UseResponseCompression();
        _app.MapApi();
        await _app.StartAsync(TestContext.Current.CancellationToken);
        return _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
    }

    public int BoardBuilds => _app!.Services.GetRequiredService<CurrentBoard>().Builds;
}
