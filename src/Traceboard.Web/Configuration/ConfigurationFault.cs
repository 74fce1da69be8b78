namespace Traceboard.Web.Configuration;

/// <summary>The configuration stops the start. Each fault names the key and the remedy.</summary>
internal sealed class ConfigurationFault(IReadOnlyList<string> faults)
    : Exception(string.Join(Environment.NewLine, faults))
{
    public IReadOnlyList<string> Faults { get; } = faults;
}
