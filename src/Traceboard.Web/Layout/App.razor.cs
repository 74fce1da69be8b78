using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Traceboard.Web.Api;

namespace Traceboard.Web.Layout;

/// <summary>The document around every page.</summary>
public sealed partial class App : ComponentBase
{
    private static readonly IComponentRenderMode Mode = new InteractiveServerRenderMode();

    [CascadingParameter]
    private HttpContext? Http { get; set; }

    private string Shown => Appearance.Read(Http?.Request.Cookies[Appearance.Cookie]);

    private string? Chosen => Shown == Appearance.System ? null : Shown;

    private string BasePath => $"{Http?.Request.PathBase.Value?.TrimEnd('/')}/";
}
