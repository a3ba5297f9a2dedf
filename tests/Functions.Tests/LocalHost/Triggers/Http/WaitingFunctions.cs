using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>A function that runs until it is let go.</summary>
public sealed class WaitingFunctions(TaskCompletionSource go)
{
    [Function("Wait")]
    public async Task<IResult> WaitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request)
    {
        await go.Task.WaitAsync(request.HttpContext.RequestAborted);
        return Results.Ok();
    }
}
