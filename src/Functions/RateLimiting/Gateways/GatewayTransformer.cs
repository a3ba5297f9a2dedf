using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Writes the forwarded request's address and headers, and the limits into the answer.</summary>
internal sealed class GatewayTransformer(Forwarding forwarding, ClientAddress clients) : HttpTransformer
{
    private const string Forwarded = "Forwarded";

    /// <summary>What the Functions host adds to a request for its worker.</summary>
    private static readonly string[] OfTheHost = ["x-ms-invocation-id", "x-original-for", "x-original-host", "x-original-proto"];

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri($"{destinationPrefix}/{GatewayPath.Encode(forwarding.Path)}{httpContext.Request.QueryString.Value}");
        proxyRequest.Headers.Host = null;
        foreach (var name in ForwardingHeaders.Get(httpContext, HeaderNames.Connection).ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // RFC 9110, section 7.6.1: these were for us alone.
            Remove(proxyRequest, name);
        }

        foreach (var name in OfTheHost)
        {
            Remove(proxyRequest, name);
        }

        if (forwarding.Api.RequireKey)
        {
            Remove(proxyRequest, GatewayHandler.KeyHeader);
        }

        Pass(httpContext, proxyRequest, ForwardingHeaders.TraceParent);
        Pass(httpContext, proxyRequest, ForwardingHeaders.TraceState);
        Introduce(httpContext, proxyRequest);
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        httpContext.Response.Headers.Remove(RateLimitHeaders.Policy);
        httpContext.Response.Headers.Remove(RateLimitHeaders.Limit);
        var copies = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        if (copies)
        {
            RateLimitHeaders.Append(httpContext.Response.Headers, forwarding.Decision);
        }

        return copies;
    }

    // What a trusted proxy says of the client is passed on and added to; from anybody else it is replaced.
    private void Introduce(HttpContext context, HttpRequestMessage proxyRequest)
    {
        var isTrusted = clients.IsFromTrustedProxy(context);
        var peer = ForwardingHeaders.PeerOf(context) is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "unknown";
        var chain = Said(ForwardingHeaders.For);
        Set(proxyRequest, ForwardingHeaders.For, chain.Length > 0 ? $"{chain}, {peer}" : peer);
        Set(proxyRequest, ForwardingHeaders.Proto, Said(ForwardingHeaders.Proto) is { Length: > 0 } scheme ? scheme : context.Request.Scheme);
        Set(proxyRequest, ForwardingHeaders.Host, Said(ForwardingHeaders.Host) is { Length: > 0 } host ? host : context.Request.Host.ToUriComponent());
        Set(proxyRequest, ForwardingHeaders.Prefix, $"{Said(ForwardingHeaders.Prefix)}/gateway/{forwarding.Api.Name}");
        Remove(proxyRequest, ForwardingHeaders.Method);
        Remove(proxyRequest, ForwardingHeaders.Uri);
        if (!isTrusted)
        {
            Remove(proxyRequest, Forwarded);
        }

        string Said(string name) => isTrusted ? ForwardingHeaders.Get(context, name).ToString() : "";
    }

    // As the caller sent it, or not at all: what the request has by now may be the Functions host's.
    private static void Pass(HttpContext context, HttpRequestMessage proxyRequest, string name)
    {
        Remove(proxyRequest, name);
        if (ForwardingHeaders.Get(context, name) is { Count: > 0 } sent)
        {
            proxyRequest.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)sent);
        }
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        Remove(request, name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private static void Remove(HttpRequestMessage request, string name)
    {
        if (!request.Headers.NonValidated.Contains(name))
        {
            request.Content?.Headers.Remove(name);
            return;
        }

        request.Headers.Remove(name);
    }
}
