using Microsoft.AspNetCore.Components;
using Traceboard.Answers;
using Traceboard.Web.Layout;

namespace Traceboard.Web.Pages;

/// <summary>Whether Traceboard itself tells the truth. Told anew every two seconds: proofs of freshness are no changes.</summary>
public sealed partial class Status(StatusReader reader, LiveUpdates live, ILogger<Status> logger) : ComponentBase, IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _gone = new();
    private StatusAnswer? _answer;
    private LiveSubscription? _subscription;
    private bool _failed;

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
    protected override Task OnInitializedAsync() => ReadAsync(_gone.Token);

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _subscription = live.Every(Period, token => InvokeAsync(() => RefreshAsync(token)));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        StateHasChanged();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            (_answer, _failed) = (await reader.ReadAsync(cancellationToken), false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            _failed = true;
            LogReadFailed(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The status could not be read; the page keeps its last picture.")]
    private partial void LogReadFailed(Exception problem);
}
