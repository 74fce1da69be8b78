using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Traceboard.Answers.Changes;

/// <summary>The last deployment of a page, written so that nobody is tempted to read it.</summary>
internal sealed record DeploymentsCursor(DateTimeOffset StartedAt, long Id)
{
    private const int MostCharacters = 128;

    public static DeploymentsCursor Parse(string cursor)
    {
        var parts = Decode(cursor)?.Split(':');
        return parts is ["1", var ticks, var id]
            && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var time)
            && time <= DateTime.MaxValue.Ticks
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
                ? new DeploymentsCursor(new DateTimeOffset(time, TimeSpan.Zero), key)
                : throw new ArgumentException("The cursor is not one that this list gave out: leave it away to begin at the newest.", nameof(cursor));
    }

    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1:{StartedAt.UtcTicks}:{Id}")));

    private static string? Decode(string text)
    {
        if (text.Length is 0 or > MostCharacters || !Base64Url.IsValid(text))
            return null;
        return Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text));
    }
}
