using System.Collections.Concurrent;
using System.Net;
using Traceboard.Images;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>
/// A configured registry, asked what its images say of their source. It only reads; it keeps the registry's manners (limits,
/// Retry-After, at most 4 requests at once, one probe a minute while it fails), leaves its origin only for what the
/// configuration allows, believes no byte that its digest does not name, and caps what it reads. Nothing is thrown for what
/// the network or the registry does; only cancelling throws.
/// </summary>
public sealed class Registry
{
    private const int MostKnown = 2000;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly RegistryAddress _address;
    private readonly RegistryCredential _credential;
    private readonly RegistryConnection _connection;
    private readonly ImageReading _reading;
    private readonly HostGate _gate;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, RegistryAnswer> _known = new(StringComparer.Ordinal);

    internal Registry(RegistryAddress address, RegistryCredential credential, RegistryConnection connection, HostGate gate, TimeProvider time)
    {
        (_address, _credential, _connection, _gate, _time) = (address, credential, connection, gate, time);
        _reading = new ImageReading(connection);
    }

    /// <summary>Registry as image references name it, in lower case.</summary>
    public string Host => _address.Host;

    /// <summary>How it is doing, for people.</summary>
    public RegistryState State
    {
        get
        {
            var state = _gate.State(new GitHostAddress { Name = Host, Key = _address.Key, Kind = "Registry", Web = _address.Origin, Api = _address.Api }, _credential.IsConfigured);
            return new RegistryState
            {
                Host = Host,
                Url = _address.Origin,
                Authenticated = state.Authenticated,
                Limit = state.Limit,
                Remaining = state.Remaining,
                PausedUntil = state.PausedUntil,
                Calls = state.Calls,
                LastError = state.LastError,
                LastSuccessAt = state.LastSuccessAt,
            };
        }
    }

    /// <summary>
    /// The digest that the image's tag (<c>latest</c> where it has none) stands for now; costs no pull. The image is of
    /// this registry.
    /// </summary>
    public Task<RegistryAnswer> FindDigestAsync(ImageReference image, CancellationToken cancellationToken) =>
        TellAsync(token => FindAsync(image.Repository, image.Tag ?? "latest", token), cancellationToken);

    /// <summary>
    /// What the image of that digest says of its source; asked once for each digest. The image is of this registry, the
    /// digest one of its index or of one platform.
    /// </summary>
    public async Task<RegistryAnswer> ReadAsync(ImageReference image, string digest, CancellationToken cancellationToken)
    {
        if (!ContentDigest.IsValid(digest))
            return new RegistryAnswer.Unreadable($"'{PlainLine.Name(digest)}' is no digest that a registry knows.");
        if (_known.TryGetValue(digest, out var known))
            return known;

        var answer = await TellAsync(token => _reading.ReadAsync(image.Repository, digest, token), cancellationToken);
        if (answer is RegistryAnswer.Image or RegistryAnswer.Unreadable)
        {
            if (_known.Count >= MostKnown)
                _known.Clear();
            _known[digest] = answer;
        }

        return answer;
    }

    /// <summary>One cheap read for <c>traceboard check</c>: reachable, as whom, and the remedy where something is amiss.</summary>
    public async Task<CheckResult> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            var response = await _connection.AskAsync(HttpMethod.Get, "", repository: "", [], toStorage: false, cancellationToken);
            return response.Status switch
            {
                HttpStatusCode.OK when _credential.UserName is { } user => Well($"answers, signed in as {PlainLine.Name(user)}"),
                HttpStatusCode.OK => Well($"answers without a user: public images only; set {_address.Key}:UserName and {_address.Key}:PasswordFile for others"),
                var status => Sick($"answered {(int)status} to /v2/, as no registry does", $"Set {_address.Key}:Url to the address the registry answers at."),
            };
        }
        catch (GitHostException exception) when (exception.Fault is GitHostFault.Denied && !_credential.IsConfigured)
        {
            // Several registries give tokens for single repositories only, also to anybody.
            return Well($"answers, and gives tokens for single repositories; public images only; set {_address.Key}:UserName and {_address.Key}:PasswordFile for others");
        }
        catch (GitHostException exception)
        {
            return Sick(exception.Message, Remedy(exception.Fault));
        }
    }

    private async Task<RegistryAnswer> TellAsync(Func<CancellationToken, Task<RegistryAnswer>> ask, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await ask(either.Token);
        }
        catch (GitHostException exception)
        {
            if (exception.Fault is GitHostFault.Garbled or GitHostFault.Redirected)
                _gate.Failed(exception.Message, counts: false);
            return RegistryAnswer.Of(exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new RegistryAnswer.Failed($"All that the image has to say could not be read within {Deadline.TotalMinutes:0} minutes.", RetryAfter: null);
        }
    }

    private async Task<RegistryAnswer> FindAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        var path = $"{repository}/manifests/{tag}";
        var head = await _connection.AskAsync(HttpMethod.Head, path, repository, MediaTypes.Manifests, toStorage: false, cancellationToken);
        if (head is { IsSuccess: true, Digest: { } told } && ContentDigest.IsValid(told))
            return new RegistryAnswer.Digest(told);
        if (!head.IsSuccess)
            return ImageReading.Refusal(head.Status, $"{repository}:{tag}");

        // A registry that does not tell it leaves the counting to us.
        var whole = await _connection.AskAsync(HttpMethod.Get, path, repository, MediaTypes.Manifests, toStorage: false, cancellationToken);
        return whole.IsSuccess ? new RegistryAnswer.Digest(ContentDigest.Of(whole.Body)) : ImageReading.Refusal(whole.Status, $"{repository}:{tag}");
    }

    private CheckResult Well(string found) => new($"Registry {Host}", Ok: true,
        State is { Remaining: { } remaining, Limit: { } limit } ? $"{_address.Origin}: {found}; {remaining} of {limit} pulls left" : $"{_address.Origin}: {found}");

    private CheckResult Sick(string found, string remedy) => new($"Registry {Host}", Ok: false, $"{_address.Origin}: {found}", remedy);

    private string Remedy(GitHostFault fault) => fault switch
    {
        GitHostFault.Paused => "Wait; it is asked again by itself.",
        GitHostFault.CredentialMissing => $"Mount a readable file and name it in {_address.Key}:PasswordFile.",
        GitHostFault.CredentialRefused or GitHostFault.Denied => $"Put a user that may pull into {_address.Key}:UserName and {_address.Key}:PasswordFile.",
        GitHostFault.Redirected or GitHostFault.Garbled => $"Compare {_address.Key}:Host, :Url, :TokenService and :BlobHosts with what the registry's operator says.",
        _ => $"Look whether {_address.Origin} can be reached from here.",
    };
}
