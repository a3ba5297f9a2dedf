using System.Net;

namespace Serverless.Functions.RateLimiting.Gateways;

/// <summary>Another content, flushed after each of its writes.</summary>
internal sealed class FlushedContent : HttpContent
{
    private readonly HttpContent content;

    public FlushedContent(HttpContent content)
    {
        this.content = content;
        foreach (var header in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        content.CopyToAsync(new FlushingStream(stream), context, cancellationToken);

    // What is known of the length is in the headers.
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
