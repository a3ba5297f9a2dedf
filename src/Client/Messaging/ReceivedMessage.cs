using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Serverless.Client;

/// <summary>A message that a subscription brought; it is this consumer's until it is settled.</summary>
public sealed class ReceivedMessage
{
    private readonly SubscriptionConsumer consumer;
    private int settled;

    internal ReceivedMessage(PulledMessage message, SubscriptionConsumer consumer) => (Content, this.consumer) = (message, consumer);

    /// <summary>Everything that came with it.</summary>
    public PulledMessage Content { get; }

    /// <summary>The message's id, the same at every delivery: remember it where handling twice would do harm.</summary>
    public string Id => Content.Id;

    /// <summary>The data, if it is JSON.</summary>
    public JsonElement? Data => Content.Data;

    /// <summary>The data, if it is bytes; else empty.</summary>
    public ReadOnlyMemory<byte> Bytes => Content.DataBase64;

    /// <summary>Names and values that it was published with.</summary>
    public IReadOnlyDictionary<string, string> Attributes => Content.Attributes;

    /// <summary>The key whose messages are in order; null for none.</summary>
    public string? OrderingKey => Content.OrderingKey;

    /// <summary>Which delivery this is, from 1.</summary>
    public int Attempt => Content.Attempt;

    /// <summary>Whether it is another consumer's by now: its lease could not be extended in time. It will be, or was, delivered again.</summary>
    public bool IsLost { get; internal set; }

    internal bool IsSettled => Volatile.Read(ref settled) != 0;

    /// <summary>The data as a value; null for no JSON data, or null.</summary>
    /// <exception cref="JsonException">The data is no such value.</exception>
    public T? Read<T>(JsonTypeInfo<T> type) => Content.Data is { } data ? data.Deserialize(type) : default;

    /// <summary>Says now that the message is done; when this returns, the service knows. A second call does nothing.</summary>
    /// <exception cref="ServerlessException">The service did not take it.</exception>
    public Task AckAsync(CancellationToken cancellationToken = default) => SettleAsync("ack", new SettleRequest([Content.AckId]), cancellationToken);

    /// <summary>Gives the message back now. A second call does nothing.</summary>
    /// <param name="delay">When it comes again, up to 12 hours; null for the subscription's backoff.</param>
    /// <exception cref="ServerlessException">The service did not take it.</exception>
    public Task NackAsync(TimeSpan? delay = null, CancellationToken cancellationToken = default) =>
        SettleAsync("nack", new SettleRequest([Content.AckId], Delay: delay), cancellationToken);

    /// <returns>False if somebody else has settled it.</returns>
    internal bool TrySettle() => Interlocked.Exchange(ref settled, 1) == 0;

    private async Task SettleAsync(string command, SettleRequest request, CancellationToken cancellationToken)
    {
        if (!TrySettle())
        {
            return;
        }

        try
        {
            await consumer.SettleAsync(this, command, request, cancellationToken);
        }
        catch
        {
            Volatile.Write(ref settled, 0);
            throw;
        }
    }
}
