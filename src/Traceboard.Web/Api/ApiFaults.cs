using System.Data.Common;

namespace Traceboard.Web.Api;

/// <summary>The edge of the API: what goes wrong behind it becomes problem details.</summary>
internal sealed partial class ApiFaults(ILogger<ApiFaults> logger) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (WrongParameterException wrong)
        {
            return Problems.WrongParameter(wrong.Parameter, wrong.Message);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            LogUnavailable(fault, context.HttpContext.Request.Path);
            return Problems.Unavailable();
        }
        catch (Exception fault) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            LogFault(fault, context.HttpContext.Request.Path, context.HttpContext.TraceIdentifier);
            return Problems.Fault(context.HttpContext.TraceIdentifier);
        }
    }

    [LoggerMessage(LogLevel.Error, "{Path} was not answered because the database does not answer.")]
    private partial void LogUnavailable(Exception fault, string path);

    [LoggerMessage(LogLevel.Error, "{Path} was not answered ({TraceId}).")]
    private partial void LogFault(Exception fault, string path, string traceId);
}
