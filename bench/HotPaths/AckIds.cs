using BenchmarkDotNet.Attributes;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.HotPaths;

/// <summary>The ack ids of a batch: made and written for a pull, read and checked for an acknowledgement.</summary>
public class AckIds
{
    private static readonly CursorId Cursor = new("abcdefghijk0123456789", new StreamId("0123456789abcdefghijk", 0));

    private readonly AckIdSigner signer = new(Cursor, new byte[CursorLimits.AckKeyBytes]);
    private readonly LeasedMessageId[] messages = [.. Enumerable.Range(1, HotMessages.Count).Select(number => new LeasedMessageId(number, 4_711))];
    private readonly string[] texts;

    public AckIds()
    {
        texts = Sign();
        if (Array.Exists(Verify(), genuine => !genuine))
        {
            throw new InvalidOperationException("An id that was signed is not genuine.");
        }
    }

    [Benchmark(Description = "ack ids of 100: sign and write")]
    public string[] Sign() => Array.ConvertAll(signer.Sign(messages), id => id.ToString());

    [Benchmark(Description = "ack ids of 100: read and verify")]
    public bool[] Verify() => signer.AreGenuine(Array.ConvertAll(texts, text => AckId.Read(text)!.Value));
}
