namespace Traceboard;

/// <summary>One line of <c>traceboard check</c>, and of the Status page.</summary>
/// <param name="Subject">What was tried: <c>cluster prod-eu</c>, <c>Git host github</c>, <c>database</c>.</param>
/// <param name="Ok">Whether it is well.</param>
/// <param name="Message">What was found, in one line without secrets.</param>
/// <param name="Remedy">What to do, or null when all is well.</param>
public sealed record CheckResult(string Subject, bool Ok, string Message, string? Remedy = null);
