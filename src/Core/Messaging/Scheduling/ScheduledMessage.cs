using System.Globalization;
using System.Security.Cryptography;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Scheduling;

/// <summary>
/// A message that waits for its time, outside of the log. It waits until one mover marks it; from then on it can't be cancelled.
/// Where repetitions of its publishing have to be recognised a little longer, what is left of it says where it went.
/// </summary>
public sealed record ScheduledMessage
{
    /// <summary>The longest that a message may wait.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    /// <summary>Part of its topic that it waits in; see <see cref="PlaceOf"/>. Not the stream that it will go to.</summary>
    public required StreamId Place { get; init; }

    /// <summary>Of its id; unique among what waits in its topic.</summary>
    public required string Key { get; init; }

    /// <summary>The publisher's, or one that was made.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the publisher gave the id, and may repeat it.</summary>
    public required bool IsNamed { get; init; }

    /// <summary>Name of the topic, which another one may have by now.</summary>
    public required string Topic { get; init; }

    /// <summary>What the log recognises it by, whoever moves it and however often.</summary>
    public required string Ticket { get; init; }

    /// <summary>
    /// When it is due: the time of <see cref="DeliverAt"/>, and for each message that came before it in its request a tick, so that
    /// those of one place keep the order in which they were sent.
    /// </summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it is due for all to see, in whole milliseconds.</summary>
    public DateTimeOffset DeliverAt => ToMilliseconds(DueAt);

    /// <summary>When it was stored, in whole milliseconds.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>The message as an entry of the log holds it, alone; nothing in one that has moved.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>When a mover marked it last; null while it waits.</summary>
    public DateTimeOffset? MovingSince { get; init; }

    /// <summary>Where it is in the log; null before it has moved.</summary>
    public MovedTo? MovedTo { get; init; }

    /// <summary>Until when a repetition of its publishing is recognised.</summary>
    public DateTimeOffset RecognisedUntil => AcceptedAt + MessageIdentity.Window;

    /// <summary>Where it stands among those of its place.</summary>
    public SchedulePosition Position => new(DueAt, Key);

    /// <summary>
    /// Where a message of a key waits: as many places as the topic has streams, so that it can be found by its id alone, and
    /// no place takes more than a stream does.
    /// </summary>
    public static StreamId PlaceOf(Topic topic, string key) => new(topic.Id, topic.Shards == 1 ? 0 : (int)(StreamChoice.HashOf(key) % (uint)topic.Shards));

    /// <param name="message">With a time, and without a source.</param>
    /// <param name="index">Its place in the request.</param>
    public static ScheduledMessage Of(Topic topic, NewMessage message, DateTimeOffset now, RandomNumberGenerator random, int index = 0)
    {
        var ticket = MessageIdentity.NextTicket(random);
        var named = message.Id is null ? message with { Id = $"{topic.Id}.{ticket[1..]}" } : message;
        var key = MessageIdentity.KeyOfId(named.Id!);
        return new ScheduledMessage
        {
            Place = PlaceOf(topic, key),
            Key = key,
            Id = named.Id!,
            IsNamed = message.Id is not null,
            Topic = topic.Name,
            Ticket = ticket,
            DueAt = message.DeliverAt!.Value.AddTicks(index),
            AcceptedAt = ToMilliseconds(now),
            Body = MessagePacking.Join([MessagePacking.Pack(named)]),
        };
    }

    /// <summary>What it says.</summary>
    public MessageContent Content() => MessagePacking.Unpack(Place, new PackedEntry(StreamHead.FirstNumber, 1, Guid.Empty, AcceptedAt, Body)).Messages[0].Content;

    /// <summary>The message as it is to be published.</summary>
    public NewMessage Due() => new(Content(), Id) { Ticket = Ticket };

    /// <summary>The latest <see cref="DueAt"/> of a message that is due at a time.</summary>
    public static DateTimeOffset DueBy(DateTimeOffset now) => ToMilliseconds(now).AddTicks(TimeSpan.TicksPerMillisecond - 1);

    private static DateTimeOffset ToMilliseconds(DateTimeOffset time) => time.AddTicks(-(time.UtcTicks % TimeSpan.TicksPerMillisecond));

    /// <summary>What is left of it in the log's stead.</summary>
    public ScheduledMessage Moved(StreamId stream, long sequence) => this with { Body = default, MovedTo = new MovedTo(stream.Shard, sequence) };
}

/// <summary>Where a message is in its topic's log.</summary>
public sealed record MovedTo(int Shard, long Sequence);

/// <summary>A place in the order in which messages are due: by time, then by key in ordinal order.</summary>
public readonly record struct SchedulePosition(DateTimeOffset DueAt, string Key)
{
    private const char Separator = '.';

    /// <summary>Reads a text that <see cref="ToString"/> made; null for any other.</summary>
    public static SchedulePosition? Parse(string text) =>
        text.Split(Separator, 2) is [var ticks, { Length: > 0 } key]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number <= DateTimeOffset.MaxValue.UtcTicks
            ? new SchedulePosition(new DateTimeOffset(number, TimeSpan.Zero), key)
            : null;

    /// <summary>A text whose ordinal order is that of positions.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{DueAt.UtcTicks:D19}{Separator}{Key}");
}
