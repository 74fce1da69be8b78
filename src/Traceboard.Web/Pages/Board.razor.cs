using Microsoft.AspNetCore.Components;
using Traceboard.Answers;
using Traceboard.Web.Layout;
using Traceboard.Web.Parts;

namespace Traceboard.Web.Pages;

/// <summary>What runs where: services by environments, live.</summary>
public sealed partial class Board(BoardReader reader, LiveUpdates live, Announcer announcer, ILogger<Board> logger) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private BoardAddress _address = new();
    private BoardAnswer? _answer;
    private BoardPicture _picture = new([], []);
    private IReadOnlyList<string> _environments = [];
    private LiveSubscription? _subscription;
    private bool _failed;

    /// <summary>Text looked for.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Only this team.</summary>
    [SupplyParameterFromQuery]
    public string? Team { get; set; }

    /// <summary>Only this environment.</summary>
    [SupplyParameterFromQuery]
    public string? Environment { get; set; }

    /// <summary><c>drift</c>, <c>untraceable</c>, <c>rollouts</c> or <c>rollbacks</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Only { get; set; }

    /// <summary>Page of a long board, from 1.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_gone.IsCancellationRequested)
            return;
        await _gone.CancelAsync();
        if (_subscription is not null)
            await _subscription.DisposeAsync();
        _gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _address = BoardAddress.Of(Query, Team, Environment, Only, Page);
        await ReadAsync(_gone.Token);
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _subscription = live.OnChange(token => InvokeAsync(() => RefreshAsync(token)));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var (address, before) = (_address, _picture);
        await ReadAsync(cancellationToken);
        if (address == _address && _picture.Told(before) is { } news)
            announcer.Say(news);
        StateHasChanged();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var address = _address;
        try
        {
            var answer = await reader.ReadAsync(address.Filter, cancellationToken);
            if (address != _address)
                return;
            (_answer, _picture, _failed) = (answer, BoardPicture.Of(answer, address.Only), false);
            if (address.Environment is null || _environments.Count == 0)
                _environments = [.. answer.Environments.Select(environment => environment.Name)];
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            _failed = true;
            LogReadFailed(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The board could not be read; the page keeps its last picture.")]
    private partial void LogReadFailed(Exception problem);
}
