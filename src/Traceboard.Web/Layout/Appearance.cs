namespace Traceboard.Web.Layout;

/// <summary>Light, dark, or as the viewer's system has it; remembered in a cookie so that the server draws it right at once.</summary>
public static class Appearance
{
    /// <summary>Name of the cookie that <c>js/appearance.js</c> writes.</summary>
    public const string Cookie = "traceboard-appearance";

    /// <summary>The viewer's system decides.</summary>
    public const string System = "system";

    /// <summary>Always light.</summary>
    public const string Light = "light";

    /// <summary>Always dark.</summary>
    public const string Dark = "dark";

    /// <summary>What the cookie says; anything unknown is <see cref="System"/>.</summary>
    public static string Read(string? cookie) => cookie is Light or Dark ? cookie : System;
}
