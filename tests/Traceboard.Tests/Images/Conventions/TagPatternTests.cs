using System.Diagnostics;
using Traceboard.Images.Conventions;

namespace Traceboard.Tests.Images.Conventions;

public sealed class TagPatternTests
{
    [Theory]
    [InlineData("{sha}", "1a2b3c4", "1a2b3c4")]
    [InlineData("{sha}", "main-1a2b3c4", "")]
    [InlineData("{sha}", "1a2b3c", "")]
    [InlineData("{sha:6}", "1a2b3c", "1a2b3c")]
    [InlineData("{sha:10}", "1a2b3c4", "")]
    [InlineData("*-{sha}", "main-1a2b3c4", "1a2b3c4")]
    [InlineData("*-{sha}", "main.1a2b3c4", "1a2b3c4")]
    [InlineData("*-{sha}", "main_1a2b3c4", "1a2b3c4")]
    [InlineData("sha-{sha}", "sha_1a2b3c4", "")]
    [InlineData("build{sha}", "build1a2b3c4", "1a2b3c4")]
    [InlineData("*{sha}", "vx1a2b3c4", "1a2b3c4")]
    [InlineData("*{sha}*", "x1a2b3c4z", "1a2b3c4")]
    [InlineData("*-{sha}-*", "a-1a2b3c4-b-5d6e7f8-c", "1a2b3c4 5d6e7f8")]
    [InlineData("REL-{sha}", "rel-1a2b3c4", "1a2b3c4")]
    [InlineData("1.2.{sha}", "1.2.1234567", "1234567")]
    [InlineData("*-{sha}", "1.2.1234567", "")]
    [InlineData("*-{sha}", "x2.1234567", "1234567")]
    [InlineData("{sha}.ok", "1a2b3c4.ok", "1a2b3c4")]
    [InlineData("a*b*-{sha}", "axxbyy-1a2b3c4", "1a2b3c4")]
    public void Patterns_find_what_they_say(string pattern, string tag, string found) =>
        Assert.Equal(found, string.Join(' ', TagPattern.Parse(pattern).Find(tag).Select(range => tag[range])));

    [Theory]
    [InlineData("")]
    [InlineData("main")]
    [InlineData("{sha")]
    [InlineData("sha}")]
    [InlineData("}{")]
    [InlineData("{sha}-{sha}")]
    [InlineData("{tag}")]
    [InlineData("{sha:}")]
    [InlineData("{sha:3}")]
    [InlineData("{sha:41}")]
    [InlineData("{sha:+6}")]
    [InlineData("(a+)+{sha}")]
    [InlineData("a/{sha}")]
    [InlineData("a {sha}")]
    public void Wrong_patterns_are_refused_with_the_reason(string pattern) =>
        Assert.NotEmpty(Assert.Throws<FormatException>(() => TagPattern.Parse(pattern)).Message);

    [Fact]
    public void No_pattern_takes_long_over_any_tag()
    {
        string[] tags = [new('a', 128), string.Concat(Enumerable.Repeat("a-", 64)), string.Concat(Enumerable.Repeat("1a2b3c4-", 16)), new string('-', 128), new string('0', 127) + "g"];
        var patterns = Evil().Take(100).ToArray();
        Assert.Equal(100, patterns.Length);
        foreach (var pattern in patterns)
        {
            var compiled = TagPattern.Parse(pattern);
            foreach (var tag in tags)
            {
                // The best of five: what is measured is the pattern, not whoever else uses the machine.
                var took = Enumerable.Range(0, 5).Min(_ => Measure(() => compiled.Find(tag).Count()));
                Assert.True(took < TimeSpan.FromMilliseconds(50), $"{pattern} took {took.TotalMilliseconds} ms over {tag}");
            }
        }
    }

    private static TimeSpan Measure<T>(Func<T> work)
    {
        var started = Stopwatch.GetTimestamp();
        _ = work();
        return Stopwatch.GetElapsedTime(started);
    }

    private static IEnumerable<string> Evil()
    {
        for (var n = 1; n <= 25; n++)
        {
            yield return string.Concat(Enumerable.Repeat("*a", n)) + "{sha}";
            yield return "{sha}" + string.Concat(Enumerable.Repeat("*-", n)) + "z";
            yield return string.Concat(Enumerable.Repeat("*-*", n)) + "{sha}" + string.Concat(Enumerable.Repeat("-*", n / 2));
            yield return new string('*', 2 * n) + "{sha}" + new string('*', 2 * n) + "g";
        }
    }
}
