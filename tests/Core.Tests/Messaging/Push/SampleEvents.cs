using System.Text;
using Serverless.Core.Messaging;

namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>Messages to deliver.</summary>
internal static class SampleEvents
{
    public static readonly DateTimeOffset PublishedAt = new(2026, 11, 23, 10, 0, 0, 125, TimeSpan.Zero);

    public static StoredMessage Json(string json, params (string Name, string Value)[] attributes) =>
        Message(Encoding.UTF8.GetBytes(json), DataKind.Json, attributes);

    public static StoredMessage Binary(byte[] data, params (string Name, string Value)[] attributes) => Message(data, DataKind.Binary, attributes);

    public static StoredMessage Empty(params (string Name, string Value)[] attributes) => Message([], DataKind.None, attributes);

    public static StoredMessage Numbered(long sequence, string? key = null)
    {
        var message = Json($$"""{"number":{{sequence}}}""");
        return message with { Sequence = sequence, Id = $"m{sequence}", Content = message.Content with { OrderingKey = key } };
    }

    private static StoredMessage Message(byte[] data, DataKind kind, (string Name, string Value)[] attributes) => new()
    {
        Sequence = 7,
        Id = "m7",
        PublishedAt = PublishedAt,
        Content = new MessageContent
        {
            Data = data,
            Kind = kind,
            Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value),
        },
    };
}
