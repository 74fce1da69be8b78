using Microsoft.AspNetCore.Components;

namespace Traceboard.Web.Pages;

/// <summary>An address that leads nowhere.</summary>
public sealed partial class NotFound : ComponentBase;
