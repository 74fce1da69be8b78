namespace Traceboard.Web.Api;

/// <summary>A query parameter that cannot be understood; the message says what it may be.</summary>
internal sealed class WrongParameterException(string parameter, string message) : Exception(message)
{
    public string Parameter { get; } = parameter;
}
