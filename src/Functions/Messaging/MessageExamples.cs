namespace Serverless.Functions.Messaging;

/// <summary>JSON of messages on their way, for its description.</summary>
public static class MessageExamples
{
    public const string Publish = """{"messages":[{"data":{"amount":5},"attributes":{"kind":"placed"},"orderingKey":"customer-1","messageId":"order-17"}]}""";

    public const string CloudEvent = """{"specversion":"1.0","id":"17","source":"/shop","type":"order.placed","partitionkey":"customer-1","data":{"amount":5}}""";

    public const string CloudEvents = "[" + CloudEvent + "]";

    public const string Published = """{"results":[{"id":"order-17","sequence":1,"shard":3}]}""";

    public const string Pull = """{"max":10,"wait":"PT10S"}""";

    public const string Pulled =
        """
        {"messages":[{"ackId":"AQEDAAEB","id":"order-17","sequence":1,"data":{"amount":5},"attributes":{"kind":"placed"},
         "orderingKey":"customer-1","publishedAt":"2026-11-23T10:00:00Z","attempt":1}]}
        """;

    public const string Ack = """{"ackIds":["AQEDAAEB"]}""";

    public const string Nack = """{"ackIds":["AQEDAAEB"],"delay":"PT5S"}""";

    public const string Extend = """{"ackIds":["AQEDAAEB"],"by":"PT30S"}""";

    public const string Settled = """{"results":[{"ackId":"AQEDAAEB","status":"acknowledged"}]}""";

    public const string Seek = """{"to":"earliest"}""";

    public const string Landed = """{"landed":"2026-11-23T10:00:00Z"}""";

    public const string Stats =
        """{"backlog":12,"oldestUnacknowledgedAge":"PT1M","outstanding":2,"deadLettered":1,"expiredUnacknowledged":0,"windowFull":false,"paused":false}""";

    public const string DeadLetters =
        """
        {"items":[{"id":"1","sequence":1,"data":{"amount":5},"attributes":{},"orderingKey":null,"publishedAt":"2026-11-23T10:00:00Z",
         "reason":"attemptsExhausted","attempts":10,"lastStatus":null,"messageId":"order-17"}],"continuation":null}
        """;

    public const string Replay = """{"ids":["1"]}""";

    public const string Replayed = """{"replayed":1,"remaining":0}""";
}
