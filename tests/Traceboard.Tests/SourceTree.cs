using System.Text.RegularExpressions;

namespace Traceboard.Tests;

/// <summary>A file of the repository.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
/// <param name="Text">As it stands.</param>
/// <param name="Code">Without comments and texts.</param>
public sealed record SourceFile(string Path, string Text, string Code);

/// <summary>The repository's files, for tests that read them.</summary>
public static partial class SourceTree
{
    /// <summary>The repository's root: where the solution lies.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The files under a folder, without what builds leave behind.</summary>
    public static IReadOnlyList<SourceFile> Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(file => (File: file, Path: System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/')))
            .Where(file => !file.Path.Split('/').Any(part => part is "obj" or "bin"))
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => (file.Path, Text: File.ReadAllText(file.File)))
            .Select(file => new SourceFile(file.Path, file.Text, WithoutCommentsAndTexts(file.Text))),
    ];

    /// <summary>Blanks what the compiler does not read as code; lines stay where they are.</summary>
    public static string WithoutCommentsAndTexts(string code) =>
        CommentOrText().Replace(code, match => new string('\n', match.Value.Count(c => c is '\n')));

    /// <summary>Fails with every line written out; collections would be cut short.</summary>
    public static void AssertNone(IEnumerable<string> faults)
    {
        if (string.Join(Environment.NewLine, faults) is { Length: > 0 } lines)
            Assert.Fail(lines);
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Traceboard.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("These tests read the sources: run them from a checkout, below the folder of Traceboard.sln.");
    }

    // Raw texts, ordinary and verbatim texts (what is interpolated goes with them), characters, comments of C#, Razor and HTML.
    [GeneratedRegex(""" "{3,}[\s\S]*?"{3,}|\$?@\$?"([^"]|"")*"|"(\\.|[^"\\\n])*"|'(\\.|[^'\\\n])'|//[^\n]*|/\*[\s\S]*?\*/|@\*[\s\S]*?\*@|<!--[\s\S]*?--> """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, matchTimeoutMilliseconds: 5000)]
    private static partial Regex CommentOrText();
}
