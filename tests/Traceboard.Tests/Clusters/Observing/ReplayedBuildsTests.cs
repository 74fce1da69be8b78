using Traceboard.Clusters.Observing;
using Traceboard.Clusters.Wire;

namespace Traceboard.Tests.Clusters.Observing;

/// <summary>What is made of pods that came and went while nobody watched.</summary>
public sealed class ReplayedBuildsTests
{
    private static readonly DateTimeOffset _noon = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ReplayedBuilds _replayed = new();
    private readonly Dictionary<string, PodObject> _there = new(StringComparer.Ordinal);
    private int _seconds;

    [Fact]
    public void A_build_that_came_back_after_another_had_gone_had_two_turns()
    {
        Exists("a-1", "a");
        Comes("b-1", "b");
        Goes("a-1");
        Comes("a-2", "a");
        Goes("b-1");
        Comes("b-2", "b");
        Goes("a-2");

        Assert.Equal(["b", "a", "b"], Begun()!);
    }

    [Fact]
    public void Builds_that_ran_once_each_need_no_steps()
    {
        Exists("a-1", "a");
        Comes("b-1", "b");
        Goes("a-1");
        Comes("c-1", "c");
        Goes("b-1");

        Assert.Null(Begun());
    }

    [Fact]
    public void A_pod_that_was_replaced_is_no_new_turn()
    {
        Exists("a-1", "a");
        Goes("a-1");
        Comes("a-2", "a");

        Assert.Null(Begun());
    }

    [Fact]
    public void A_pod_of_the_old_build_that_was_replaced_while_the_new_one_came_is_no_new_turn()
    {
        Exists("a-1", "a");
        Comes("b-1", "b");
        Goes("a-1");
        Comes("a-2", "a");
        Goes("a-2");

        Assert.Null(Begun());
    }

    [Fact]
    public void A_pod_on_its_way_out_runs_no_more()
    {
        Exists("a-1", "a");
        Comes("b-1", "b");
        Leaves("a-1");
        Comes("a-2", "a");
        Leaves("b-1");
        Goes("a-1");
        Goes("b-1");

        Assert.Equal(["b", "a"], Begun()!);
    }

    [Fact]
    public void A_pod_that_went_before_its_image_was_pulled_is_no_turn_of_its_own()
    {
        Exists("a-1", "a");
        Comes("b-1", "b", "sha256:bbbb");
        Comes("b-2", "b");
        Goes("b-2");
        Goes("a-1");
        Comes("a-2", "a");
        Goes("b-1");

        Assert.Equal(["b", "a"], Begun()!);
    }

    private void Exists(string name, string template) => _there[name] = Pod(name, template);

    private void Comes(string name, string template, string imageId = "") => _replayed.Take(_there[name] = Pod(name, template, imageId), WatchEventType.Added);

    private void Leaves(string name) => _replayed.Take(_there[name] = _there[name] with { DeletedAt = _noon.AddSeconds(++_seconds) }, WatchEventType.Modified);

    private void Goes(string name)
    {
        _replayed.Take(_there[name], WatchEventType.Deleted);
        _there.Remove(name);
    }

    private string?[]? Begun() => _replayed.Turns(_there.Values)?.Begun.Select(turn => turn.Build.Template).ToArray();

    private PodObject Pod(string name, string template, string imageId = "") => new()
    {
        Uid = Guid.NewGuid(),
        Namespace = "shop",
        Name = name,
        ResourceVersion = 1,
        CreatedAt = _noon.AddSeconds(++_seconds),
        Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["pod-template-hash"] = template },
        Phase = "Running",
        Containers = [new PodContainer { Name = "app", Image = $"shop/api:{template}", ImageId = imageId.Length == 0 ? "" : $"registry.example.com/shop/api@{imageId.PadRight(71, '0')}" }],
    };
}
