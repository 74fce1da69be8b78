namespace Traceboard.Web.CommandLine;

/// <summary>Exit codes: a contract of the command line.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Well = 0;

    /// <summary>The answer is no, or something failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage.</summary>
    public const int WrongUsage = 2;
}
