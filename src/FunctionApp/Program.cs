using System.Globalization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serverless.Functions;
using Serverless.Functions.Requests;
using Serverless.Functions.Telemetry;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware(async (context, next) =>
{
    if (context.GetHttpContext() is { } forwarded)
    {
        ForwardingHeaders.Keep(forwarded, context.BindingContext.BindingData.GetValueOrDefault("Headers"));
    }

    try
    {
        await next();
    }
    catch (Exception exception) when (context.GetHttpContext() is { Response.HasStarted: false })
    {
        var http = context.GetHttpContext()!;
        var logger = http.RequestServices.GetRequiredService<ILogger<RequestPipeline>>();
        await FaultResponses.For(exception, context.FunctionDefinition.Name, logger).ExecuteAsync(http);
    }
});
builder.Services.AddServerless(builder.Configuration).RequireStorage();
builder.Services.AddTelemetry(builder.Configuration)?.UseFunctionsWorkerDefaults();
await builder.Build().RunAsync();
