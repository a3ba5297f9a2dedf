using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Counts what is asked of the port.</summary>
public sealed class CountingLinkStore(ILinkStore inner) : InterposedLinkStore(inner)
{
    private int reads;
    private int writes;

    /// <summary>Reads and writes since the last time.</summary>
    public (int Reads, int Writes) Take() => (Interlocked.Exchange(ref reads, 0), Interlocked.Exchange(ref writes, 0));

    protected override Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        Interlocked.Increment(ref reads);
        return read();
    }

    protected override Task<bool> WriteAsync(Func<Task<bool>> write)
    {
        Interlocked.Increment(ref writes);
        return write();
    }
}
