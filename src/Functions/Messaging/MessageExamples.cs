namespace Serverless.Functions.Messaging;

/// <summary>JSON of messages on their way, for its description.</summary>
public static class MessageExamples
{
    public const string Publish = """{"messages":[{"data":{"amount":5},"attributes":{"kind":"placed"},"orderingKey":"customer-1","messageId":"order-17"}]}""";

    public const string CloudEvent = """{"specversion":"1.0","id":"17","source":"/shop","type":"order.placed","partitionkey":"customer-1","data":{"amount":5}}""";

    public const string CloudEvents = "[" + CloudEvent + "]";

    public const string Published = """{"results":[{"id":"order-17","sequence":1,"shard":3}]}""";

    public const string ScheduledMessage =
        """
        {"id":"reminder-17","deliverAt":"2026-11-23T12:00:00Z","acceptedAt":"2026-11-23T10:00:00Z","data":{"amount":5},"attributes":{"kind":"reminder"},
         "orderingKey":"customer-1","moving":false}
        """;

    public const string ScheduledMessages = $$"""{"items":[{{ScheduledMessage}}],"continuation":null}""";

    public const string Pull = """{"max":10,"wait":"PT10S"}""";

    public const string Pulled =
        """
        {"messages":[{"ackId":"AQEDAAEB","id":"order-17","sequence":1,"data":{"amount":5},"attributes":{"kind":"placed"},
         "orderingKey":"customer-1","publishedAt":"2026-11-23T10:00:00Z","attempt":1}]}
        """;

    public const string Peek = """{"max":10}""";

    public const string Peeked =
        """
        {"messages":[{"id":"order-17","sequence":1,"data":{"amount":5},"attributes":{"kind":"placed"},
         "orderingKey":"customer-1","publishedAt":"2026-11-23T10:00:00Z","state":"delayed","attempts":2,"due":"2026-11-23T10:01:00Z"}],"hasMore":false}
        """;

    public const string Ack = """{"ackIds":["AQEDAAEB"]}""";

    public const string Nack = """{"ackIds":["AQEDAAEB"],"delay":"PT5S"}""";

    public const string Extend = """{"ackIds":["AQEDAAEB"],"by":"PT30S"}""";

    public const string Settled = """{"results":[{"ackId":"AQEDAAEB","status":"acknowledged"}]}""";

    public const string Returned = """{"results":[{"ackId":"AQEDAAEB","status":"returned"}]}""";

    public const string Extended = """{"results":[{"ackId":"AQEDAAEB","status":"extended"}]}""";

    public const string Seek = """{"to":"earliest"}""";

    public const string Landed = """{"landed":"2026-11-23T10:00:00Z"}""";

    public const string Stats =
        """{"backlog":12,"oldestUnacknowledgedAge":"PT1M","outstanding":2,"deadLettered":1,"expiredUnacknowledged":0,"windowFull":false,"paused":false,"parked":3,"deadLetteredTotal":4}""";

    public const string DeadLetters =
        """
        {"items":[{"id":"order-17","sequence":1,"data":{"amount":5},"attributes":{},"orderingKey":null,"publishedAt":"2026-11-23T10:00:00Z",
         "deadLetteredAt":"2026-11-23T10:20:00Z","reason":"nacked","attempts":10,"lastStatus":null,"messageId":"order-17"}],"continuation":null}
        """;

    public const string Retry = """{"ids":["order-17"]}""";

    public const string Retried = """{"retried":1,"notWaiting":[]}""";

    public const string Replay = """{"ids":["order-17"]}""";

    public const string Replayed = """{"replayed":1,"remaining":0}""";

    public const string Discarded = """{"discarded":1,"remaining":0}""";
}
