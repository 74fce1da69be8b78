using Traceboard.Clusters;
using static Traceboard.Tests.History.Observed;

namespace Traceboard.Tests.Deployments;

/// <summary>
/// The pods of one container as a cluster would have them: templates fix an image, pods learn their digest late and
/// die, tags move, old templates get pods again; and what a watcher tells of them, coalesced.
/// </summary>
internal sealed class SimulatedPods
{
    private readonly List<(string Template, string Image, string Fingerprint)> _templates = [("t0", "a", "f0")];
    private readonly List<Pod> _pods = [];
    private readonly Dictionary<string, int> _pushes = new(StringComparer.Ordinal);
    private int _minute;

    public double Now => _minute + 0.5;

    /// <summary>Image of the current template.</summary>
    public string Target => _templates[^1].Image;

    public RolloutState Rollout => Alive.All(pod => pod.Digest is not null && pod.Template == _templates[^1].Template) ? RolloutState.Complete : RolloutState.Progressing;

    private IEnumerable<Pod> Alive => _pods.Where(pod => pod.IsAlive);

    /// <summary>One event, chosen by the number.</summary>
    public void Happen(int number)
    {
        _minute++;
        var choice = number / 8;
        switch (number % 8)
        {
            case 0:
                _templates.Add(($"t{_templates.Count}", "abc"[choice % 3].ToString(), $"f{_templates.Count}"));
                break;
            case 1:
                _templates.Add(($"t{_templates.Count}", Target, choice % 2 == 0 ? _templates[^1].Fingerprint : $"f{_templates.Count}"));
                break;
            case 2:
                // An undo: the old template is the current one again.
                var old = _templates[choice % _templates.Count];
                _templates.Remove(old);
                _templates.Add(old);
                break;
            case 3:
                _pushes[Target] = _pushes.GetValueOrDefault(Target) + 1;
                break;
            case 4 or 5:
                var (template, image, fingerprint) = _templates[choice % 4 == 0 ? choice % _templates.Count : ^1];
                _pods.Add(new Pod(template, image, fingerprint, At(_minute)));
                break;
            case 6:
                foreach (var pod in Alive.Where(pod => pod.Digest is null).Take(1 + (choice % 2)))
                    pod.Digest = $"{pod.Image}{_pushes.GetValueOrDefault(pod.Image)}";
                break;
            default:
                if (Alive.ElementAtOrDefault(choice % 3) is { } dies)
                    dies.IsAlive = false;
                break;
        }
    }

    /// <summary>What a watcher tells since it told last.</summary>
    public BuildObservation[] Observe()
    {
        var builds = _pods
            .GroupBy(pod => (pod.Image, pod.Digest, pod.Template, pod.Fingerprint))
            .Select(group => Build(group.Key.Image, 0, group.Key.Digest, group.Key.Template, group.Key.Fingerprint, group.Count(pod => pod.IsAlive)) with
            {
                FirstPodCreatedAt = group.Min(pod => pod.CreatedAt),
            })
            .OrderBy(build => build.FirstPodCreatedAt)
            .ToArray();
        _pods.RemoveAll(pod => !pod.IsAlive);
        return builds;
    }

    private sealed class Pod(string template, string image, string fingerprint, DateTimeOffset createdAt)
    {
        public string Template => template;

        public string Image => image;

        public string Fingerprint => fingerprint;

        public DateTimeOffset CreatedAt => createdAt;

        public string? Digest { get; set; }

        public bool IsAlive { get; set; } = true;
    }
}
