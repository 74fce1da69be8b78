using Traceboard.Web.CommandLine;

return await TraceboardCommandLine.RunAsync(args);
