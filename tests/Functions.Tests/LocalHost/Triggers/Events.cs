using System.Threading.Channels;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

/// <summary>Things that happen elsewhere, for a test to wait for one by one.</summary>
public sealed class Events<T>
{
    private readonly Channel<T> channel = Channel.CreateUnbounded<T>();

    /// <summary>How many happened that the test has not yet seen.</summary>
    public int Unseen => channel.Reader.Count;

    public void Add(T happened) => channel.Writer.TryWrite(happened);

    public Task<T> NextAsync() => channel.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().InTimeAsync();

    /// <summary>Drops what happened until now.</summary>
    public void Forget()
    {
        while (channel.Reader.TryRead(out _))
        {
        }
    }

    public async Task<T[]> NextAsync(int count)
    {
        var seen = new T[count];
        for (var i = 0; i < count; i++)
        {
            seen[i] = await NextAsync();
        }

        return seen;
    }
}
