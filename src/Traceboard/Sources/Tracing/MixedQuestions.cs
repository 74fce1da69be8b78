namespace Traceboard.Sources.Tracing;

/// <summary>Asks one Git host for commits and for Git tags at once.</summary>
internal static class MixedQuestions
{
    /// <summary>
    /// One answer for each question, in order; with at most one call for each kind. A candidate that begins with
    /// <see cref="TraceQuestion.GitTagPrefix"/> asks for a Git tag. Fewer answers than questions: the host is broken.
    /// </summary>
    public static async Task<IReadOnlyList<CommitAnswer>> FindAsync(this IGitHost host, IReadOnlyList<CommitQuestion> questions, CancellationToken cancellationToken)
    {
        int[] tagged = [.. Places(questions, tags: true)];
        if (tagged.Length == 0)
            return await host.FindCommitsAsync(questions, cancellationToken);

        var said = new CommitAnswer[questions.Count];
        var ofTags = await host.FindTaggedAsync([.. tagged.Select(place => new GitTagQuestion(questions[place].Path, TraceQuestion.GitTagOf(questions[place].Candidate)!))], cancellationToken);
        int[] others = [.. Places(questions, tags: false)];
        var ofCommits = others.Length == 0 ? [] : await host.FindCommitsAsync([.. others.Select(place => questions[place])], cancellationToken);
        if (ofTags.Count != tagged.Length || ofCommits.Count != others.Length)
            return [];

        for (var i = 0; i < tagged.Length; i++)
            said[tagged[i]] = ofTags[i];
        for (var i = 0; i < others.Length; i++)
            said[others[i]] = ofCommits[i];
        return said;
    }

    private static IEnumerable<int> Places(IReadOnlyList<CommitQuestion> questions, bool tags) =>
        Enumerable.Range(0, questions.Count).Where(place => TraceQuestion.GitTagOf(questions[place].Candidate) is not null == tags);
}
