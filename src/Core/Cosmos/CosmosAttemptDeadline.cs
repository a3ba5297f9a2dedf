namespace Serverless.Core.Cosmos;

/// <summary>
/// Ends each attempt to send a request after a while. The SDK's own time-out has no effect on requests through the gateway,
/// of which it lets one take over a minute. What became of a write that was ended is not known.
/// </summary>
public sealed class CosmosAttemptDeadline(HttpMessageHandler inner, TimeSpan deadline, TimeProvider time) : DelegatingHandler(inner)
{
    /// <exception cref="TaskCanceledException">There was no answer in time.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var end = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        return await base.SendAsync(request, either.Token);
    }
}
