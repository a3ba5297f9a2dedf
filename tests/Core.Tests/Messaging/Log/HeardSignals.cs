using System.Threading.Channels;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging.Log;

/// <summary>What a listener heard, in its order.</summary>
internal sealed class HeardSignals
{
    private readonly Channel<StreamSignal> signals = Channel.CreateUnbounded<StreamSignal>();

    /// <summary>All that were not taken.</summary>
    public IEnumerable<StreamSignal> All
    {
        get
        {
            while (signals.Reader.TryRead(out var signal))
            {
                yield return signal;
            }
        }
    }

    public void Add(StreamSignal signal) => signals.Writer.TryWrite(signal);

    /// <summary>The next one, waited for.</summary>
    public async Task<StreamSignal> TakeAsync() =>
        await signals.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Gate.SafetyNet, TestContext.Current.CancellationToken);
}
