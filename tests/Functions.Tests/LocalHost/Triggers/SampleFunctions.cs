using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

/// <summary>One function of each kind, as a public class of an assembly.</summary>
public sealed class SampleFunctions
{
    [Function("SampleRequest")]
    public IResult Request([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "samples")] HttpRequest request) => TypedResults.Text(request.Path);

    [Function("SampleTimer")]
    public Task TimerAsync([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer, CancellationToken cancellationToken) =>
        Task.FromResult((timer, cancellationToken));

    [Function("SampleQueue")]
    public Task QueueAsync([QueueTrigger("samples")] string message, CancellationToken cancellationToken) =>
        Task.FromResult((message, cancellationToken));

    public override string ToString() => nameof(SampleFunctions);
}
