using System.Diagnostics.CodeAnalysis;

namespace Traceboard.Images;

internal static class ImageReferenceGrammar
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = null;
        return false;
    }
}
