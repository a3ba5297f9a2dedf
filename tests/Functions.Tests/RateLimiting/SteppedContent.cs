namespace Serverless.Functions.Tests.RateLimiting;

/// <summary>A body of unknown length, whose second part is sent once the first has arrived.</summary>
internal sealed class SteppedContent(Task arrived) : HttpContent
{
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await stream.WriteAsync("first"u8.ToArray());
        await stream.FlushAsync();
        await arrived.WaitAsync(TimeSpan.FromSeconds(30));
        await stream.WriteAsync("last"u8.ToArray());
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
