namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Sends every part of a request's body on as soon as it has come, as small as it may be: otherwise it would wait for more.</summary>
internal sealed class UnbufferedRequests(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            request.Content = new FlushedContent(content);
        }

        return base.SendAsync(request, cancellationToken);
    }
}
