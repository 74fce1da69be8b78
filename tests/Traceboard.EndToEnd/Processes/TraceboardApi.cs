using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Traceboard.EndToEnd.Processes;

/// <summary>Asks a running process over HTTP.</summary>
internal sealed class TraceboardApi(Uri address) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HttpClient _http = new() { BaseAddress = address };

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) =>
        (await _http.GetFromJsonAsync<JsonNode>(new Uri(path, UriKind.Relative), cancellation))!;

    public Task<string> TextAsync(string path, CancellationToken cancellation) => _http.GetStringAsync(new Uri(path, UriKind.Relative), cancellation);

    /// <summary>Every deployment, oldest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> DeploymentsAsync(CancellationToken cancellation)
    {
        var all = new List<JsonNode>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync($"api/v1/deployments?limit=500{(cursor.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}", cancellation);
            all.AddRange(page["items"]!.AsArray().Select(item => item!));
            cursor = (string?)page["nextCursor"];
        }

        all.Reverse();
        return all;
    }

    /// <summary>Asks again and again until the answer is as it should be, or the time is over; returns the last answer.</summary>
    public async Task<T> UntilAsync<T>(Func<TraceboardApi, Task<T>> ask, Func<T, bool> isWell, TimeSpan atMost, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var answer = default(T);
            try
            {
                answer = await ask(this);
                if (isWell(answer))
                    return answer;
            }
            catch (HttpRequestException fault) when (clock.Elapsed < atMost)
            {
                // Not ready to answer yet.
                Debug.WriteLine(fault.Message);
            }

            if (clock.Elapsed > atMost)
                return answer!;
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();
}
