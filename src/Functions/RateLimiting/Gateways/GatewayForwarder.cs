using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Serverless.Core.Network;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Core.RateLimiting.Checking;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Forwards requests over one pool of connections, whose addresses are judged when they are opened.</summary>
public sealed class GatewayForwarder(IHttpForwarder forwarder, GuardedConnections connections, ClientAddress clients, RateLimiter limiter, IOptions<GatewayOptions> options)
    : IDisposable
{
    private readonly HttpMessageInvoker invoker = new(connections.CreateHandler(handler => handler.ActivityHeadersPropagator = null));
    private readonly ForwarderRequestConfig config = new() { ActivityTimeout = options.Value.Timeout, AllowResponseBuffering = false };

    public async Task ForwardAsync(HttpContext context, Forwarding forwarding)
    {
        Unlimit(context);
        RefundUnlessCounted(context, forwarding);
        var upstream = forwarding.Api.Upstream!.AbsoluteUri.TrimEnd('/');
        var transformer = new GatewayTransformer(forwarding, clients);
        var error = await forwarder.SendAsync(context, upstream, invoker, config, transformer, context.RequestAborted);
        if (error != ForwarderError.None && !transformer.HasAnswer && !context.Response.HasStarted)
        {
            forwarding.IsUnanswered = true;
            await AnswerAsync(context, forwarding.Decision);
        }
    }

    public void Dispose() => invoker.Dispose();

    // Before the client hears of the answer. What the API answers counts by its status, what we answer for it does not; of
    // a client that gave up before, the request counts.
    private void RefundUnlessCounted(HttpContext context, Forwarding forwarding)
    {
        if (forwarding.Operation.CountWhen is not { } condition)
        {
            return;
        }

        context.Response.OnStarting(() =>
        {
            if (forwarding.IsUnanswered ? !context.RequestAborted.IsCancellationRequested : !condition.Includes(context.Response.StatusCode))
            {
                limiter.Refund(forwarding.Decision);
            }

            return Task.CompletedTask;
        });
    }

    // Nothing is kept, and the Functions host in front has a limit of its own; in chunks, 100 MB are more than 100 MB.
    private static void Unlimit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }
    }

    private static Task AnswerAsync(HttpContext context, RateLimitDecision decision)
    {
        RateLimitHeaders.Write(context.Response.Headers, decision);
        var exception = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        return new ProblemResult(context.Response.StatusCode switch
        {
            StatusCodes.Status504GatewayTimeout => RateLimitProblems.UpstreamTimeout(),
            StatusCodes.Status502BadGateway when IsRefused(exception) => RateLimitProblems.UpstreamRefused(),
            >= StatusCodes.Status500InternalServerError => RateLimitProblems.UpstreamFailed(),
            var status => Problems.BadHttp(status),
        }).ExecuteAsync(context);
    }

    private static bool IsRefused(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is RefusedAddressException)
            {
                return true;
            }
        }

        return false;
    }
}
