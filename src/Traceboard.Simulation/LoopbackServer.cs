using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Traceboard.Simulation;

/// <summary>
/// A web server on a loopback port that can be stopped and started again on the same port, as a server that crashes
/// and comes back: requests in flight are cut, new connections are refused meanwhile.
/// </summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly RequestDelegate _answer;
    private readonly X509Certificate2? _certificate;
    private WebApplication? _running;
    private CancellationTokenSource _stopping = new();
    private int _port;

    private LoopbackServer(RequestDelegate answer, X509Certificate2? certificate)
    {
        _answer = answer;
        _certificate = certificate;
    }

    /// <summary>Where it listens; the port stays the same over restarts.</summary>
    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{_port}");

    public static async Task<LoopbackServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate, CancellationToken cancellationToken)
    {
        var server = new LoopbackServer(answer, certificate);
        await server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Listens (again). Does nothing while it listens.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "Disposed by StopAsync.")]
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (_running is not null)
            return;
        _stopping = new CancellationTokenSource();
        var stopping = _stopping.Token;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(Configure);
        var application = builder.Build();
        application.Run(async context =>
        {
            await using var cut = stopping.Register(context.Abort);
            await AnswerAsync(context);
        });
        await application.StartAsync(cancellationToken);
        _port = new Uri(application.Urls.First()).Port;
        _running = application;
    }

    /// <summary>Cuts what is in flight and refuses new connections until started again.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_running is not { } running)
            return;
        _running = null;
        await _stopping.CancelAsync();
        await running.StopAsync(cancellationToken);
        await running.DisposeAsync();
        _stopping.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    /// <summary>What goes wrong in here is told to whoever asked: a simulation that fails in silence costs a day.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await _answer(context);
        }
        catch (Exception problem) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            context.Response.Clear();
            context.Response.StatusCode = 500;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(problem.ToString(), context.RequestAborted);
        }
    }

    private void Configure(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.Limits.MinResponseDataRate = null;
        options.Listen(IPAddress.Loopback, _port, listen =>
        {
            if (_certificate is not null)
                listen.UseHttps(_certificate);
        });
    }

    /// <summary>The process belongs to whoever started the simulation: signals are not ours.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
