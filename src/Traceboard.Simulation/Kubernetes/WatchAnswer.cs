using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Traceboard.Simulation.Kubernetes;

/// <summary>
/// Answers a watch: every event after the asked version, in order, then as they happen; bookmarks where allowed, also just
/// before the deadline; an <c>ERROR</c> with 410 when the reader's version is no longer kept.
/// </summary>
internal sealed class WatchAnswer(ObjectStore store, ClusterFaults faults, TimeProvider time, TimeSpan bookmarkEvery)
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(40);

    /// <summary>Streams until the deadline, or returns why not. Faults signalled after <paramref name="seen"/> concern this watch.</summary>
    public async Task<KubernetesStatus?> WriteAsync(HttpContext context, ClusterRequest request, WireEncoding encoding, int seen)
    {
        var query = context.Request.Query;
        var version = query["resourceVersion"].ToString();
        var fromNow = version is "" or "0";
        if (!long.TryParse(fromNow ? "0" : version, CultureInfo.InvariantCulture, out var cursor))
            return KubernetesStatus.OfCode(400, null, "resourceVersion");
        if (!fromNow && cursor > store.Version)
            return KubernetesStatus.OfCode(504, 1, "");
        var sendsInitial = query["sendInitialEvents"].ToString() is "true" or "1";
        if (!fromNow && !sendsInitial && store.EventsAfter(cursor) is null)
            return KubernetesStatus.Expired($"too old resource version: {version} ({store.Version})");

        var stream = new Stream(context, request, encoding, query["allowWatchBookmarks"].ToString() is "true" or "1");
        context.Response.ContentType = encoding.WatchContentType;
        await context.Response.StartAsync(context.RequestAborted);
        if (fromNow || sendsInitial)
        {
            cursor = stream.WriteAll(store.Snapshot(request.Resource));
            if (sendsInitial)
                stream.Bookmark(cursor, endsInitialEvents: true);
        }

        var lasts = int.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : LongestWatch;
        await FollowAsync(stream, cursor, time.GetUtcNow() + lasts, seen);
        return null;
    }

    private async Task FollowAsync(Stream stream, long cursor, DateTimeOffset deadline, int seen)
    {
        var aborted = stream.Context.RequestAborted;
        var nextBookmark = time.GetUtcNow() + bookmarkEvery;
        while (!aborted.IsCancellationRequested)
        {
            // Events are read before faults: a fault that was signalled before an event is always seen with it.
            var changed = Task.WhenAny(store.Changed.Next, faults.Changed.Next);
            var events = store.EventsAfter(cursor);
            if (faults.IsSilent(stream.Request.Resource.Plural))
            {
                await WaitAsync(changed, LongestWatch, aborted);
                continue;
            }

            (var signals, seen) = faults.SignalsAfter(seen, stream.Request.Resource.Plural);
            if (signals.Any(signal => !stream.GoesOnAfter(signal)))
                break;
            if (events is null)
            {
                stream.Error(KubernetesStatus.Expired($"too old resource version: {cursor} ({store.Version})"));
                break;
            }

            foreach (var change in events)
                stream.Write(change);
            cursor = events.Count > 0 ? events[^1].Version : cursor;
            var now = time.GetUtcNow();
            if (now >= nextBookmark || now >= deadline)
            {
                stream.Bookmark(cursor, endsInitialEvents: false);
                nextBookmark = now + bookmarkEvery;
            }

            await stream.Context.Response.BodyWriter.FlushAsync(aborted);
            if (now >= deadline)
                return;
            await WaitAsync(changed, (nextBookmark < deadline ? nextBookmark : deadline) - now, aborted);
        }

        if (!aborted.IsCancellationRequested)
            await stream.Context.Response.BodyWriter.FlushAsync(aborted);
    }

    [SuppressMessage("Usage", "VSTHRD003", Justification = "Completes asynchronously and never blocks anybody.")]
    private async Task WaitAsync(Task changed, TimeSpan atMost, CancellationToken aborted)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        await Task.WhenAny(changed, Task.Delay(atMost, time, waiting.Token));
        await waiting.CancelAsync();
    }

    /// <summary>The answer as far as it is written.</summary>
    private sealed class Stream(HttpContext context, ClusterRequest request, WireEncoding encoding, bool bookmarks)
    {
        private bool _dropsNext;

        public HttpContext Context => context;

        public ClusterRequest Request => request;

        private IBufferWriter<byte> Output => context.Response.BodyWriter;

        public long WriteAll(StoreSnapshot snapshot)
        {
            foreach (var stored in snapshot.Objects.Values.Where(request.Covers))
                encoding.Event("ADDED", stored, Output);
            return snapshot.Version;
        }

        public void Write(StoreEvent change)
        {
            if (!request.Covers(change.Object))
                return;
            if (_dropsNext)
                _dropsNext = false;
            else
                encoding.Event(change.Type.ToString().ToUpperInvariant(), change.Object, Output);
        }

        public void Bookmark(long version, bool endsInitialEvents)
        {
            if (!bookmarks)
                return;
            var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture), ["creationTimestamp"] = null };
            if (endsInitialEvents)
                metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
            encoding.Event("BOOKMARK", new JsonObject { ["kind"] = request.Resource.Kind, ["apiVersion"] = request.Resource.ApiVersion, ["metadata"] = metadata }, Output);
        }

        public void Error(KubernetesStatus status) => encoding.Event("ERROR", status.ToNode(), Output);

        public bool GoesOnAfter(WatchSignal signal)
        {
            switch (signal.Kind)
            {
                case WatchSignalKind.Drop:
                    _dropsNext = true;
                    return true;
                case WatchSignalKind.Cut:
                    context.Abort();
                    return false;
                case WatchSignalKind.Garble:
                    encoding.Garbage(Output);
                    return false;
                case WatchSignalKind.Expire or WatchSignalKind.Fail:
                    Error(KubernetesStatus.OfCode(signal.Code, null, request.Resource.Plural));
                    return false;
                default:
                    return false;
            }
        }
    }
}
