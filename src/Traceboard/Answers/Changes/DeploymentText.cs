namespace Traceboard.Answers.Changes;

/// <summary>Looks for a text in a deployment.</summary>
internal static class DeploymentText
{
    public static bool Mentions(DeploymentAnswer deployment, string text) =>
        AnswerText.Has(deployment.Service, text) || AnswerText.Has(deployment.Team, text)
        || Mentions(deployment.Current, text) || Mentions(deployment.Previous, text);

    private static bool Mentions(BuildTraceAnswer? build, string text) =>
        build is not null && (AnswerText.Has(build.Image, text) || AnswerText.Mentions(build.Trace, text));
}
