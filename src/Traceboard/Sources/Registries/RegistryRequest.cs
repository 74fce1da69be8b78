using System.Net;
using System.Net.Http.Headers;
using Traceboard.Sources.Http;

namespace Traceboard.Sources.Registries;

/// <summary>One request.</summary>
/// <param name="Method">GET or HEAD.</param>
/// <param name="Target">Where to.</param>
internal sealed record RegistryRequest(HttpMethod Method, Uri Target)
{
    /// <summary>Media types wanted.</summary>
    public IReadOnlyList<string> Accept { get; init; } = [];

    /// <summary>Most bytes that are read of the answer.</summary>
    public int LargestBody { get; init; } = RegistryCaller.LargestBody;

    /// <summary>What is sent to be let in, or null.</summary>
    public AuthenticationHeaderValue? Authorization { get; init; }

    /// <summary>Where to, without the query: that of a redirect to storage is a credential.</summary>
    public string Place => Target.GetLeftPart(UriPartial.Path);

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(Method, Target) { Headers = { Authorization = Authorization } };
        foreach (var type in Accept)
            message.Headers.Accept.ParseAdd(type);
        return message;
    }

    // The printed form of a record holds all members, and one of these is a credential.
    public override string ToString() => $"{Method} {Place}";
}

/// <summary>A whole answer.</summary>
/// <param name="Status">Its status, below 500.</param>
/// <param name="Body">Its bytes, decompressed.</param>
/// <param name="MediaType">What it says it is.</param>
/// <param name="Digest">The digest it claims for its content.</param>
/// <param name="Location">Where it redirects to.</param>
/// <param name="Challenge">What it wants before it answers.</param>
/// <param name="Limits">What it says of limits.</param>
internal sealed record RegistryResponse(HttpStatusCode Status, byte[] Body, string? MediaType, string? Digest, Uri? Location, Challenge? Challenge, LimitSignal Limits)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsRedirect => Status
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
