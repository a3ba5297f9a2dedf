using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Answers with what the API answers, streaming both ways.</summary>
public sealed class ForwardedResult(GatewayForwarder forwarder, Forwarding forwarding) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => forwarder.ForwardAsync(httpContext, forwarding);
}
