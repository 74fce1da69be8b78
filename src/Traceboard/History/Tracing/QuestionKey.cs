using Traceboard.Sources;

namespace Traceboard.History.Tracing;

/// <summary>What makes a question the same question.</summary>
internal readonly record struct QuestionKey(string Host, string Path, string Candidate)
{
    public static QuestionKey Of(TraceQuestion question) => new(question.Repository.Host, question.Repository.Path, question.Candidate);

    public static QuestionKey Of(QuestionRow row) => new(row.Host, row.Path, row.Candidate);
}
