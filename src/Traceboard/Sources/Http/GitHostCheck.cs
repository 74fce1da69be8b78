namespace Traceboard.Sources.Http;

/// <summary>Lines of <c>traceboard check</c> about one Git host.</summary>
internal static class GitHostCheck
{
    public static CheckResult Well(GitHostState state, string found) => new(
        Subject(state.Name),
        Ok: true,
        state is { Remaining: { } remaining, Limit: { } limit } ? $"{state.Url}: {found}; {remaining} of {limit} calls left" : $"{state.Url}: {found}");

    public static CheckResult Sick(GitHostAddress address, GitHostCredential credential, GitHostException exception) => new(
        Subject(address.Name), Ok: false, $"{address.Web}: {exception.Message}", Remedy(address, credential, exception));

    public static CheckResult Sick(GitHostAddress address, string found) => new(
        Subject(address.Name), Ok: false, $"{address.Web}: {found}", $"Check {address.Key}:Url and its token.");

    private static string Subject(string name) => $"Git host {name}";

    private static string Remedy(GitHostAddress address, GitHostCredential credential, GitHostException exception) => exception.Fault switch
    {
        GitHostFault.Paused => "Wait; it is asked again by itself.",
        GitHostFault.CredentialMissing => "Mount a readable file and name it there.",
        GitHostFault.CredentialRefused => credential.Remedy,
        GitHostFault.Redirected or GitHostFault.Garbled => $"Set {address.Key}:Url to the address the host itself answers at.",
        GitHostFault.Unreachable or GitHostFault.TimedOut => $"Check {address.Key}:Url, CaFile, the DNS and the network policy between here and there.",
        _ => "Ask whoever runs the host; it is asked again by itself.",
    };
}
