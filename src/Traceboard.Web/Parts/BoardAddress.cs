using System.Text;
using Traceboard.Answers;

namespace Traceboard.Web.Parts;

/// <summary>What of the board is shown, as it stands in the address, so that a link shows a colleague the same.</summary>
/// <param name="Query">Text looked for.</param>
/// <param name="Team">Only this team.</param>
/// <param name="Environment">Only this environment.</param>
/// <param name="Only">One of the words below, or null.</param>
/// <param name="Page">Page of a long board, from 1.</param>
public sealed record BoardAddress(string? Query = null, string? Team = null, string? Environment = null, string? Only = null, int Page = 1)
{
    /// <summary>Only services whose environments run different commits.</summary>
    public const string Drift = "drift";

    /// <summary>Only services with an image that nobody can trace.</summary>
    public const string Untraceable = "untraceable";

    /// <summary>Only services with a rollout under way or stalled.</summary>
    public const string Rollouts = "rollouts";

    /// <summary>Only services that were rolled back.</summary>
    public const string Rollbacks = "rollbacks";

    /// <summary>Whether anything is left out.</summary>
    public bool IsFiltered => Query is not null || Team is not null || Environment is not null || Only is not null;

    /// <summary>The question for the reader. Rollouts and rollbacks are picked out of its answer.</summary>
    public BoardFilter Filter => new(Environment, Query, Team, Only is Drift or Untraceable ? Only : null);

    /// <summary>From query values; blank ones do not count, unknown words neither.</summary>
    public static BoardAddress Of(string? query, string? team, string? environment, string? only, int? page) => new(
        Some(query),
        Some(team),
        Some(environment),
        only is Drift or Untraceable or Rollouts or Rollbacks ? only : null,
        Math.Max(1, page ?? 1));

    /// <summary>The same with another <see cref="Only"/>, or without where it is chosen already; from the first page.</summary>
    public BoardAddress Toggle(string only) => this with { Only = Only == only ? null : only, Page = 1 };

    /// <summary>The address relative to the base.</summary>
    public override string ToString()
    {
        var address = new StringBuilder();
        Append("q", Query);
        Append("team", Team);
        Append("environment", Environment);
        Append("only", Only);
        Append("page", Page > 1 ? Page.ToString() : null);
        return address.ToString();

        void Append(string name, string? value)
        {
            if (value is not null)
                address.Append(address.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        }
    }

    private static string? Some(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim() is var some && some.Length > 200 ? some[..200] : value.Trim();
}
