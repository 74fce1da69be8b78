using Traceboard.Images;

namespace Traceboard.Sources.Mapping;

/// <summary>Tells which rule decides which images, which match nothing, and which are shadowed by earlier ones.</summary>
internal static class RuleUses
{
    private const int MostExamples = 5;
    private const int MostImages = 20_000;

    public static IReadOnlyList<MappingRuleUse> Of(IReadOnlyList<MappingRule> rules, IEnumerable<string> images)
    {
        var decided = rules.Select(_ => new List<string>()).ToArray();
        var shadows = rules.Select(_ => new Dictionary<int, int>()).ToArray();
        foreach (var name in Names(images))
        {
            var first = -1;
            for (var rule = 0; rule < rules.Count; rule++)
            {
                if (rules[rule].Pattern.Match(name) is null)
                    continue;
                if (first < 0)
                    decided[first = rule].Add(name);
                else
                    shadows[rule][first] = shadows[rule].GetValueOrDefault(first) + 1;
            }
        }

        return [.. rules.Select((rule, i) => new MappingRuleUse(
            rule.Description,
            i + 1,
            rule.Description.StartsWith("built in: ", StringComparison.Ordinal),
            decided[i].Count,
            [.. decided[i].Take(MostExamples)],
            shadows[i].Values.Sum(),
            shadows[i].Count == 0 ? null : rules[shadows[i].MaxBy(by => by.Value).Key].Description))];
    }

    private static IEnumerable<string> Names(IEnumerable<string> images) => images
        .Select(image => ImageReference.TryParse(image, out var reference) ? reference.Name : null)
        .OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)
        .Take(MostImages);
}
