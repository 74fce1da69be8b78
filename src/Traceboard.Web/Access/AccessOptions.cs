namespace Traceboard.Web.Access;

/// <summary>The part of the configuration under <c>Traceboard</c> that tells who may look.</summary>
internal sealed class AccessOptions
{
    /// <summary>How people sign in.</summary>
    public AuthOptions Auth { get; init; } = new();
}

/// <summary>How people sign in.</summary>
internal sealed class AuthOptions
{
    /// <summary>None is the only mode so far.</summary>
    public string Mode { get; set; } = "None";

    /// <summary>Written out, it allows Mode None while listening on addresses that others can reach.</summary>
    public bool AllowAnonymous { get; set; }
}
