using System.Net;

namespace Serverless.Core.Network;

/// <summary>Another content, of which every part is sent as soon as it has come, until an answer refuses the request.</summary>
internal sealed class StreamedContent : HttpContent
{
    private readonly HttpContent content;
    private readonly Exchange exchange;

    public StreamedContent(HttpContent content, Exchange exchange)
    {
        (this.content, this.exchange) = (content, exchange);
        foreach (var header in content.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        // Of a content that is in memory it is known, though nobody has asked yet.
        Headers.ContentLength ??= content.Headers.ContentLength;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, exchange.Refusal);
        var parts = new FlushingStream(stream, exchange, Headers.ContentLength);
        try
        {
            await content.CopyToAsync(parts, context, until.Token);
            exchange.Finish();
        }
        catch (Exception) when (exchange.IsRefused && !cancellationToken.IsCancellationRequested)
        {
            await parts.FillAsync(cancellationToken);
        }
    }

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
