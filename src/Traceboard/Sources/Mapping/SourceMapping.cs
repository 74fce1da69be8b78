using Traceboard.Images;

namespace Traceboard.Sources.Mapping;

/// <summary>
/// All mapping rules in order, the configured ones first: the first that matches an image decides, also where what it
/// gives is of no use. Pure and immutable.
/// </summary>
internal sealed class SourceMapping
{
    private SourceMapping(IReadOnlyList<MappingRule> rules) => Rules = rules;

    /// <summary>All rules, in order.</summary>
    public IReadOnlyList<MappingRule> Rules { get; }

    /// <summary>Compiles the rules; a wrong one is left out and adds a line to <paramref name="faults"/> that begins with its key.</summary>
    public static SourceMapping From(SourcesOptions options, ICollection<string> faults)
    {
        var hosts = options.EffectiveGitHosts();
        List<MappingRule> rules = [];
        for (var i = 0; i < options.Sources.Count; i++)
        {
            if (Compile(options.Sources[i], $"Traceboard:Sources:{i}", hosts, faults) is { } rule)
                rules.Add(rule);
        }

        // A host without a usable name is a fault of its own; its built-in rules would only repeat it.
        if (options.BuiltInSources)
            rules.AddRange(BuiltInRules.For([.. hosts.Where(host => RepositoryPath.IsSafeSegment(host.Name ?? ""))]));
        return new SourceMapping(rules);
    }

    /// <summary>What the first matching rule says of the image, or null where none matches.</summary>
    public MappingMatch? Find(ImageReference reference) => Rules.Select(rule => rule.Apply(reference.Name)).FirstOrDefault(match => match is not null);

    private static MappingRule? Compile(SourceRuleOptions rule, string key, IReadOnlyList<GitHostOptions> hosts, ICollection<string> faults)
    {
        var before = faults.Count;
        var pattern = Try($"{key}:Image", () => ImagePattern.Parse(rule.Image ?? ""), faults);
        if (rule.External == !string.IsNullOrEmpty(rule.Repository))
        {
            faults.Add(rule.External
                ? $"{key}: has both Repository and External; keep Repository for an image of yours, External for someone else's"
                : $"{key}: has neither Repository nor External; add \"Repository\": \"{(hosts.Count == 0 ? "github" : hosts[0].Name)}:owner/name\", or \"External\": true for someone else's images");
        }

        if (pattern is null || faults.Count > before)
            return null;
        if (!string.IsNullOrEmpty(rule.Path))
            Try($"{key}:Path", () => { CaptureTemplate.Check(rule.Path, pattern.Captures); return rule.Path; }, faults);
        var template = rule.External ? null : Try($"{key}:Repository", () => RepositoryTemplate.Parse(rule.Repository!, pattern.Captures, hosts), faults);
        return faults.Count > before
            ? null
            : new MappingRule(rule.External ? $"{rule.Image} is external" : $"{rule.Image} is {rule.Repository}", pattern, template, string.IsNullOrEmpty(rule.Path) ? null : rule.Path);
    }

    private static T? Try<T>(string key, Func<T> compile, ICollection<string> faults)
        where T : class
    {
        try
        {
            return compile();
        }
        catch (FormatException fault)
        {
            faults.Add($"{key}: {fault.Message}");
            return null;
        }
    }
}
