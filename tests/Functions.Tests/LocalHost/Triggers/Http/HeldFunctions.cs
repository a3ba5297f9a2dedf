using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>Requests that stay until a test lets them go.</summary>
public sealed class HeldFunctions(HeldFunctions.Gate gate)
{
    [Function("Held")]
    public async Task<IResult> RunAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "held")] HttpRequest request)
    {
        gate.Entered.Add(request.Method);
        await gate.Open.Task;
        return TypedResults.Text("done");
    }

    public sealed class Gate
    {
        /// <summary>Requests that run.</summary>
        public Events<string> Entered { get; } = new();

        public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
