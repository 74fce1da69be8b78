namespace Traceboard.Answers;

/// <summary>Looks for a text where a person would: anywhere in words and images, at the beginning of a SHA; case does not count.</summary>
internal static class AnswerText
{
    public static bool Mentions(TraceAnswer trace, string text) =>
        trace.Commit is { } commit
        && (commit.Sha.StartsWith(text, StringComparison.OrdinalIgnoreCase)
            || Has(commit.Title, text) || Has(commit.Author.Name, text) || Has(commit.Author.Login, text));

    public static bool Has(string? value, string text) => value?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;
}
