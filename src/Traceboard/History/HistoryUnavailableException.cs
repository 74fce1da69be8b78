namespace Traceboard.History;

/// <summary>
/// The database cannot be used, so Traceboard does not start. The message is one line for people: what happened, to
/// what, what to do.
/// </summary>
public sealed class HistoryUnavailableException(string message, Exception? innerException = null) : Exception(message, innerException);
