using System.Globalization;
using System.Reflection;

namespace Serverless.Bench.Harness;

/// <summary>How often stores were read and written.</summary>
public sealed class StoreCalls
{
    private long reads;
    private long writes;

    /// <summary>The port, with its calls counted here.</summary>
    public TPort Count<TPort>(TPort port)
        where TPort : class
    {
        var counted = DispatchProxy.Create<TPort, CountingProxy<TPort>>();
        ((CountingProxy<TPort>)(object)counted).Attach(port, this);
        return counted;
    }

    public void Add(bool isRead) => Interlocked.Increment(ref isRead ? ref reads : ref writes);

    public void Reset()
    {
        Interlocked.Exchange(ref reads, 0);
        Interlocked.Exchange(ref writes, 0);
    }

    /// <summary>For example <c>1.00 reads, 0.00 writes each</c>.</summary>
    public string Each(long operations) => string.Create(
        CultureInfo.InvariantCulture, $"{(double)Interlocked.Read(ref reads) / operations:0.00} reads, {(double)Interlocked.Read(ref writes) / operations:0.00} writes each");
}
