namespace Traceboard.Web.Layout;

/// <summary>Carries announcements from a page to the layout's live region, within one browser tab.</summary>
public sealed class Announcer
{
    /// <summary>Raised on the tab's own dispatcher.</summary>
    public event Action<string>? Said;

    /// <summary>Announces a sentence. Must be called on the tab's own dispatcher.</summary>
    public void Say(string sentence) => Said?.Invoke(sentence);
}
