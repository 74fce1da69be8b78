using Microsoft.EntityFrameworkCore;

namespace Traceboard.History.Recording;

/// <summary>Ids of builds by image and digest, as far as they were needed.</summary>
internal sealed class BuildIds
{
    private readonly Dictionary<(string Image, string Digest), int> _ids = [];
    private readonly Dictionary<int, string> _images = [];
    private int _nextId = 1;

    public async Task StartAsync(TraceboardContext context, CancellationToken cancellationToken) =>
        _nextId = (await context.Builds.MaxAsync(build => (int?)build.Id, cancellationToken) ?? 0) + 1;

    public void Add(string image, string digest, int id)
    {
        if (_ids.TryAdd((image, digest), id))
            _images[id] = image;
    }

    /// <summary>Makes sure that every build has an id, in one query for those not met before. New ones are added to the context.</summary>
    public async Task<IReadOnlyList<string>> EnsureAsync(
        TraceboardContext context, IEnumerable<(string Image, string Digest)> builds, CancellationToken cancellationToken)
    {
        var missing = builds.Where(build => !_ids.ContainsKey(build)).Distinct().ToList();
        if (missing.Count == 0)
            return [];

        if (_nextId > 1)
        {
            foreach (var chunk in missing.Select(build => build.Image).Distinct(StringComparer.Ordinal).Chunk(5000))
            {
                var known = context.Builds.AsNoTracking().Where(build => EF.Parameter(chunk).Contains(build.Image));
                await foreach (var build in known.AsAsyncEnumerable().WithCancellation(cancellationToken))
                    Add(build.Image, build.Digest, build.Id);
            }
        }

        var images = new List<string>();
        foreach (var build in missing.Where(build => !_ids.ContainsKey(build)))
        {
            context.Builds.Add(new BuildRow { Id = _nextId, Image = build.Image, Digest = build.Digest });
            Add(build.Image, build.Digest, _nextId++);
            images.Add(build.Image);
        }

        return images;
    }

    /// <summary>The image of a build, or null where it was not needed yet.</summary>
    public string? ImageOf(int id) => _images.GetValueOrDefault(id);

    public int Of(string image, string digest) => _ids[(image, digest)];
}
