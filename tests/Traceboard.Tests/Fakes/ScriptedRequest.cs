namespace Traceboard.Tests.Fakes;

/// <summary>One request as the server saw it.</summary>
internal sealed record ScriptedRequest(string Resource, string Verb, string Query, string? Authorization, DateTimeOffset At, string Protocol = "", string? Host = null, string? Client = null)
{
    public string? Parameter(string name) =>
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Query).TryGetValue(name, out var value) ? value.ToString() : null;
}
