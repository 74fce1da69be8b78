using Microsoft.AspNetCore.Components;
using Traceboard.Answers;
using Traceboard.Web.Layout;

namespace Traceboard.Web.Pages;

/// <summary>One service: what it runs everywhere, and all that was deployed of it.</summary>
public sealed partial class Service(ServiceReader reader, DeploymentsReader deployments, LiveUpdates live, ILogger<Service> logger) : ComponentBase, IAsyncDisposable
{
    private const int PageSize = 25;

    /// <summary>What one browser tab may hold; older ones are in the API.</summary>
    private const int Most = 500;

    private readonly CancellationTokenSource _gone = new();
    private ServiceAnswer? _answer;
    private IReadOnlyList<DeploymentAnswer> _history = [];
    private LiveSubscription? _subscription;
    private string? _cursor;
    private string? _shown;
    private string _marks = "";
    private bool _read;
    private bool _failed;

    /// <summary>Name of the service.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

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
        if (_shown == Name)
            return;
        (_shown, _answer, _history, _cursor, _marks, _read) = (Name, null, [], null, "", false);
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
        await ReadAsync(cancellationToken);
        StateHasChanged();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var name = Name;
        try
        {
            var answer = await reader.ReadAsync(name, cancellationToken);
            var marks = Marks(answer);
            if (marks != _marks || !_read)
            {
                var newest = await deployments.ReadAsync(new DeploymentsFilter(Service: name), null, PageSize, cancellationToken);
                if (name != Name)
                    return;
                Take(newest);
            }

            if (name != Name)
                return;
            (_answer, _marks, _failed) = (answer, marks, false);
            if (answer is null && _history.Count > 0)
                _answer = new ServiceAnswer { AsOf = null, Freshness = Clusters.Freshness.Live, Service = name, Environments = [] };
            _read = true;
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            _failed = true;
            LogReadFailed(problem, name);
        }
    }

    /// <summary>Whatever, when it changes, means that the history reads differently.</summary>
    private static string Marks(ServiceAnswer? answer) => answer is null ? "" : string.Join(
        ';',
        answer.Environments.Select(environment => $"{environment.Environment}={environment.Cell.DeploymentId},{environment.Cell.Rollout},{environment.Cell.State},{string.Join(',', environment.Cell.Builds.Select(build => build.Trace.Status))}"));

    /// <summary>New ones go on top; what was read before stays below.</summary>
    private void Take(Page<DeploymentAnswer> newest)
    {
        var ids = newest.Items.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
        var older = _history.Where(item => !ids.Contains(item.Id)).ToList();
        if (older.Count == 0)
            _cursor = newest.NextCursor;
        _history = [.. newest.Items, .. older];
    }

    private async Task ReadOlderAsync()
    {
        if (_cursor is not { } cursor)
            return;
        try
        {
            var older = await deployments.ReadAsync(new DeploymentsFilter(Service: Name), cursor, PageSize, _gone.Token);
            var ids = _history.Select(item => item.Id).ToHashSet(StringComparer.Ordinal);
            _history = [.. _history, .. older.Items.Where(item => !ids.Contains(item.Id))];
            (_cursor, _failed) = (_history.Count < Most ? older.NextCursor : null, false);
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            _failed = true;
            LogReadFailed(problem, Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The service {Service} could not be read; its page keeps the last picture.")]
    private partial void LogReadFailed(Exception problem, string service);
}
