using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Traceboard.Sources.Mapping;

namespace Traceboard.Tests.Sources.Mapping;

public sealed class ImagePatternTests
{
    [Property(MaxTest = 1000)]
    public Property What_is_captured_put_back_gives_the_name() => Prop.ForAll(Names(), name =>
    {
        var captures = ImagePattern.Parse("{registry}/{group:**}/{project}").Match(name);
        return captures is null ? name.Count(c => c is '/') < 2 : $"{captures["registry"]}/{captures["group"]}/{captures["project"]}" == name;
    });

    [Property(MaxTest = 1000)]
    public Property A_single_capture_never_crosses_a_slash() => Prop.ForAll(Names(), name =>
        ImagePattern.Parse("**/x{part}-*").Match(name) is not { } captures || (!captures["part"].Contains('/', StringComparison.Ordinal) && captures["part"].Length > 0));

    [Fact]
    public void No_pattern_takes_long_over_any_name()
    {
        string[] names = ["r.io/" + new string('a', 255), "r.io/" + string.Join('/', Enumerable.Repeat("a", 128)), "r.io/" + string.Concat(Enumerable.Repeat("a-", 127)) + "a"];
        var slowest = TimeSpan.Zero;
        foreach (var pattern in Evil())
        {
            var compiled = ImagePattern.Parse(pattern);
            foreach (var name in names)
            {
                // The best of five: what is measured is the pattern, not whoever else uses the machine.
                var took = Enumerable.Range(0, 5).Min(_ => Measure(() => compiled.Match(name)));
                slowest = took > slowest ? took : slowest;
                Assert.True(took < TimeSpan.FromMilliseconds(50), $"{pattern} took {took.TotalMilliseconds} ms");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"slowest: {slowest.TotalMilliseconds} ms");
    }

    private static TimeSpan Measure<T>(Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        _ = work();
        return Stopwatch.GetElapsedTime(started);
    }

    private static IEnumerable<string> Evil()
    {
        for (var n = 1; n <= 16; n++)
        {
            yield return "r.io/" + string.Concat(Enumerable.Repeat("*a", n)) + "z";
            yield return "r.io/" + string.Concat(Enumerable.Repeat("**/", n)) + "z";
            yield return "r.io/" + string.Join('-', Enumerable.Range(0, n).Select(i => $"{{c{i}}}")) + "/z";
            yield return string.Join("/a/", Enumerable.Range(0, n).Select(i => $"{{c{i}:**}}")) + "/z";
            yield return "r.io/" + string.Concat(Enumerable.Repeat("*-", n)) + "z";
            yield return string.Concat(Enumerable.Repeat("**/*a/", (n - 1) / 2)) + "**/z";
            yield return "r.io/" + string.Join('/', Enumerable.Repeat("*", n)) + "z";
        }
    }

    private static Arbitrary<string> Names() => (
        from segments in Gen.Elements("a", "x1", "xx-y", "shop", "a.b", "a_b").NonEmptyListOf()
        select "r.io/" + string.Join('/', segments.Take(6))).ToArbitrary();
}
