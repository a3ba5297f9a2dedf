using Microsoft.AspNetCore.Http;
using Serverless.Core.RateLimiting.Routing;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Writes the forwarded request's address and headers, and the limits into the answer.</summary>
internal sealed class GatewayTransformer(Forwarding forwarding, ClientAddress clients) : HttpTransformer
{
    /// <summary>Whether the API has answered.</summary>
    public bool HasAnswer { get; private set; }

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri($"{destinationPrefix}/{RequestPath.Encode(forwarding.Path)}{httpContext.Request.QueryString.Value}");
        proxyRequest.Headers.Host = null;
        var isTrusted = clients.IsFromTrustedProxy(httpContext);
        foreach (var name in UpstreamHeaders.NamedBy(ForwardingHeaders.ConnectionOf(httpContext)))
        {
            Remove(proxyRequest, name);
        }

        foreach (var (name, _) in httpContext.Request.Headers)
        {
            if (UpstreamHeaders.IsKept(name, isTrusted))
            {
                Remove(proxyRequest, name);
            }
        }

        if (forwarding.Api.RequireKey)
        {
            Remove(proxyRequest, GatewayHandler.KeyHeader);
        }

        if (!httpContext.Request.Headers.ContainsKey(RequestIdStep.Header))
        {
            Set(proxyRequest, RequestIdStep.Header, RequestIdStep.Of(httpContext));
        }

        Introduce(httpContext, proxyRequest, isTrusted);
        foreach (var (name, value) in ForwardingHeaders.TraceOf(httpContext))
        {
            Set(proxyRequest, name, value);
        }
    }

    public override async ValueTask<bool> TransformResponseAsync(HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        var headers = httpContext.Response.Headers;
        headers.Remove(RateLimitHeaders.Policy);
        headers.Remove(RateLimitHeaders.Limit);
        headers.Remove(RequestIdStep.Header, out var id);
        var copies = await base.TransformResponseAsync(httpContext, proxyResponse, cancellationToken);
        headers[RequestIdStep.Header] = id;
        HasAnswer = proxyResponse is not null;
        if (proxyResponse is null || !copies)
        {
            return copies;
        }

        foreach (var name in UpstreamHeaders.NamedBy(proxyResponse.Headers.Connection))
        {
            headers.Remove(name);
        }

        UpstreamHeaders.Confine(headers, forwarding.IsSandboxed);
        RateLimitHeaders.Append(headers, forwarding.Decision);
        return copies;
    }

    // What a trusted proxy says of the client is passed on and added to; from anybody else it is replaced.
    private void Introduce(HttpContext context, HttpRequestMessage proxyRequest, bool isTrusted)
    {
        var peer = ForwardingHeaders.PeerOf(context) is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "unknown";
        var chain = Said(ForwardingHeaders.For);
        Set(proxyRequest, ForwardingHeaders.For, chain.Length > 0 ? $"{chain}, {peer}" : peer);
        Set(proxyRequest, ForwardingHeaders.Proto, Said(ForwardingHeaders.Proto) is { Length: > 0 } scheme ? scheme : context.Request.Scheme);
        Set(proxyRequest, ForwardingHeaders.Host, Said(ForwardingHeaders.Host) is { Length: > 0 } host ? host : context.Request.Host.ToUriComponent());
        Set(proxyRequest, ForwardingHeaders.Prefix, $"{Said(ForwardingHeaders.Prefix)}/gateway/{forwarding.Api.Name}");
        Remove(proxyRequest, ForwardingHeaders.Method);
        Remove(proxyRequest, ForwardingHeaders.Uri);

        string Said(string name) => isTrusted ? ForwardingHeaders.Get(context, name).ToString() : "";
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        Remove(request, name);
        if (!string.IsNullOrEmpty(value))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
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
