using Microsoft.AspNetCore.Components;
using Traceboard.Answers;
using Traceboard.Web.Layout;
using Traceboard.Web.Parts;

namespace Traceboard.Web.Pages;

/// <summary>Every image that is not traced, by reason, with the way to mend it.</summary>
public sealed partial class Untraceable(UntraceableReader reader, LiveUpdates live, ILogger<Untraceable> logger) : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private UntraceableAnswer? _answer;
    private LiveSubscription? _subscription;
    private bool _failed;

    /// <summary>Only images of this team's services.</summary>
    [SupplyParameterFromQuery]
    public string? Team { get; set; }

    /// <summary>Only images in this namespace.</summary>
    [SupplyParameterFromQuery]
    public string? Namespace { get; set; }

    private string? Filter => (Team, Namespace) switch
    {
        ({ Length: > 0 } team, { Length: > 0 } name) => $"team {Wording.Isolated(team)} in namespace {Wording.Isolated(name)}",
        ({ Length: > 0 } team, _) => $"team {Wording.Isolated(team)}",
        (_, { Length: > 0 } name) => $"namespace {Wording.Isolated(name)}",
        _ => null,
    };

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
    protected override Task OnParametersSetAsync() => ReadAsync(_gone.Token);

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
            _subscription = live.OnChange(token => InvokeAsync(() => RefreshAsync(token)));
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(cancellationToken);
        StateHasChanged();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var filter = new UntraceableFilter(Team is { Length: > 0 } ? Team : null, Namespace is { Length: > 0 } ? Namespace : null);
        try
        {
            (_answer, _failed) = (await reader.ReadAsync(filter, cancellationToken), false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            _failed = true;
            LogReadFailed(problem);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The untraceable images could not be read; the page keeps its last picture.")]
    private partial void LogReadFailed(Exception problem);
}
