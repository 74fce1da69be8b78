namespace Traceboard.Web.Parts;

/// <summary>A status: tone, icon and word.</summary>
/// <param name="Tone"><c>ok</c>, <c>warn</c>, <c>bad</c>, <c>odd</c> or <c>still</c>.</param>
/// <param name="Glyph">Its icon.</param>
/// <param name="Word">The word.</param>
/// <param name="Detail">More, on hover and for screen readers.</param>
public sealed record TagFace(string Tone, Glyph Glyph, string Word, string? Detail = null)
{
    /// <summary>The same without its colour: for what is not known to be true any more.</summary>
    public TagFace Faded => this with { Tone = "still" };
}
