using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>Functions that fail at different moments.</summary>
internal sealed class FailingFunctions(Events<CancellationToken> started)
{
    [Function("Throws")]
    public IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/throws")] HttpRequest request)
    {
        request.HttpContext.Response.Headers["X-Half-Done"] = "yes";
        throw new FormatException("synchronous");
    }

    [Function("ThrowsLater")]
    public async Task<IResult> ThrowsLaterAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/throws/later")] HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        throw new FormatException("asynchronous");
    }

    [Function("ThrowsTooLate")]
    public async Task<IResult> ThrowsTooLateAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/throws/too-late")] HttpRequest request)
    {
        request.HttpContext.Response.ContentLength = 10;
        await request.HttpContext.Response.WriteAsync("half", request.HttpContext.RequestAborted);
        throw new FormatException("after the answer began");
    }

    [Function("Waits")]
    public async Task<IResult> WaitsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/waits")] HttpRequest request)
    {
        started.Add(request.HttpContext.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, request.HttpContext.RequestAborted);
        return TypedResults.Ok();
    }

    [Function("Reads")]
    public async Task<IResult> ReadsAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/reads")] HttpRequest request)
    {
        await request.Body.CopyToAsync(Stream.Null, request.HttpContext.RequestAborted);
        return TypedResults.Ok();
    }
}
