using System.Text.RegularExpressions;

namespace Traceboard.Images;

/// <summary>Identifiers such as <c>3f2504e0-4f89-11d3-9a0c-0305e82c3301</c>, whose first and last part have the length of a SHA.</summary>
internal static class Uuid
{
    private static readonly Regex Form = new(
        @"(^|[^0-9a-f])(?<uuid>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})([^0-9a-f]|$)",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);

    /// <summary>Whether the place lies in one. The tag is in lower case.</summary>
    public static bool Holds(string tag, int place)
    {
        foreach (Match match in Form.Matches(tag))
        {
            var uuid = match.Groups["uuid"];
            if (place >= uuid.Index && place < uuid.Index + uuid.Length)
                return true;
        }

        return false;
    }
}
