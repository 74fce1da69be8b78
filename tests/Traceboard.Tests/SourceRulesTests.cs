using System.Text.RegularExpressions;

namespace Traceboard.Tests;

/// <summary>Rules of style that a reader would otherwise have to watch over.</summary>
public sealed partial class SourceRulesTests
{
    private const int MostLines = 300;

    private static IEnumerable<SourceFile> CSharp => SourceTree.Files("src", "*.cs").Concat(SourceTree.Files("migrations", "*.cs").Where(file => !IsGenerated(file.Path)));

    private static IEnumerable<SourceFile> Razor => SourceTree.Files("src", "*.razor");

    [Fact]
    public void No_file_is_longer_than_300_lines() =>
        SourceTree.AssertNone(from file in CSharp.Concat(Razor).Concat(SourceTree.Files("src", "*.razor.css"))
                     let lines = file.Text.AsSpan().TrimEnd().Count('\n') + 1
                     where lines > MostLines
                     select $"{file.Path} has {lines} lines");

    [Fact]
    public void Pages_keep_their_logic_beside_them() =>
        SourceTree.AssertNone(Razor.Where(file => CodeBlock().IsMatch(file.Code)).Select(file => $"{file.Path} has an @code block; move it to {file.Path}.cs"));

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        SourceTree.AssertNone(from file in CSharp.Concat(Razor)
                     from folder in file.Path.Split('/')[..^1]
                     where EmptyFolderName().IsMatch(folder)
                     select $"{file.Path} lies in {folder}");

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        SourceTree.AssertNone(from file in CSharp
                     from Match type in TypeName().Matches(file.Code)
                     where EmptyTypeName().IsMatch(type.Groups["name"].Value)
                     select $"{file.Path} has {type.Groups["name"].Value}");

    [Fact]
    public void Time_comes_from_TimeProvider_alone() =>
        SourceTree.AssertNone(from file in CSharp.Concat(Razor)
                     let clock = Clock().Match(file.Code)
                     where clock.Success
                     select $"{file.Path} reads {clock.Value}");

    [Fact]
    public void Nothing_is_left_to_be_done() =>
        SourceTree.AssertNone(from file in CSharp.Concat(Razor)
                     let left = LeftOver().Match(file.Text)
                     where left.Success
                     select $"{file.Path} has {left.Value}");

    private static bool IsGenerated(string path) => path.StartsWith("migrations/Sqlite/", StringComparison.Ordinal) || path.StartsWith("migrations/Postgres/", StringComparison.Ordinal);

    [GeneratedRegex(@"@code\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("^(Managers?|Helpers?|Utils?|Utilities|Processors?|Models|Common|Core|Extensions)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex EmptyFolderName();

    [GeneratedRegex(@"\b(class|struct|interface|enum|record)\s+(?<name>[A-Z]\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex TypeName();

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilities|Processor|Impl)$|^(Models|Common)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex EmptyTypeName();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(UtcNow|Now|Today)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\bTODO\b|\bFIXME\b|\bNotImplementedException\b|#region\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LeftOver();
}
