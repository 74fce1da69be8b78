using Traceboard.Answers;
using Traceboard.Clusters;
using Traceboard.Sources.Mending;

namespace Traceboard.Tests.Fakes;

/// <summary>A fleet in which something is left to mend.</summary>
internal static class SampleUntraceable
{
    public static UntraceableAnswer Answer { get; } = new()
    {
        AsOf = PagesContext.Noon,
        Freshness = Freshness.Live,
        Score = 0.75,
        Pods = 40,
        TracedPods = 30,
        Groups =
        [
            new UntraceableGroup("Moving", 7, [Image("registry.example.com/shop/mailer:latest", 4, "growth", Tagging), Image("registry.example.com/shop/docs:main", 3, "mobile", Tagging)]),
            new UntraceableGroup("Unmapped", 3, [Image("registry.example.com/erp/bridge:1a2b3c4", 3, "logistics", new Mend("Add the mapping rule.", [new MendSnippet("mappingRule", "Under Traceboard:Sources", "{ \"Image\": \"registry.example.com/erp/{repo}\" }")]))]),
            new UntraceableGroup("External", 2, [Image("docker.io/library/redis:8", 2, "shop", fix: null)]),
        ],
        Namespaces = [new ShareAnswer("erp", 3, 0, PodsBefore: null, TracedPodsBefore: null), new ShareAnswer("shop", 37, 30, PodsBefore: 20, TracedPodsBefore: 10)],
        Teams = [new ShareAnswer("logistics", 3, 0, PodsBefore: null, TracedPodsBefore: null), new ShareAnswer("", 37, 30, PodsBefore: null, TracedPodsBefore: null)],
        Days = [new DailyShareAnswer(new DateOnly(2026, 11, 1), 20, 10), new DailyShareAnswer(new DateOnly(2026, 11, 23), 40, 30)],
    };

    private static Mend Tagging => new("Tag every build with its commit.", [new MendSnippet("docker", "With Docker alone", "docker build --tag \"x:$sha\" .")]);

    private static UntraceableImage Image(string image, int pods, string team, Mend? fix) => new()
    {
        Image = image,
        Pods = pods,
        Namespaces = ["shop"],
        Environments = ["production"],
        Services = ["mailer"],
        Teams = [team],
        Reason = "The tag moves: nobody can tell which commit runs.",
        Fix = fix,
    };
}
