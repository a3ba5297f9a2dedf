namespace Serverless.Functions.Messaging.Administration;

/// <summary>JSON of topics and subscriptions, for their description.</summary>
public static class TopicExamples
{
    public const string NewTopic = """{"shards":4,"retention":{"mode":"keepFor","duration":"P3D"},"maxAge":"P7D"}""";

    public const string Topic = """{"name":"orders","shards":4,"retention":{"mode":"keepFor","duration":"P3D"},"maxAge":"P7D","createdAt":"2026-11-23T10:00:00Z"}""";

    public const string Topics = """{"items":[""" + Topic + """],"continuation":null}""";

    public const string NewSubscription =
        """{"delivery":{"mode":"pull"},"ackDeadline":"PT1M","ordered":true,"filter":{"kind":"placed","region":{"prefix":"eu-"}},"start":"earliest"}""";

    public const string Change = """{"paused":true,"retry":{"maxAttempts":20}}""";

    public const string Subscription =
        """
        {"name":"mail","topic":"orders","delivery":{"mode":"pull"},"ackDeadline":"PT1M","ordered":true,
         "retry":{"minBackoff":"PT1S","maxBackoff":"PT10M","maxAttempts":10},"onExhausted":"deadLetter",
         "filter":{"kind":"placed","region":{"prefix":"eu-"}},"start":"earliest","paused":false,"createdAt":"2026-11-23T10:00:00Z"}
        """;

    public const string Subscriptions = """{"items":[""" + Subscription + """],"continuation":null}""";
}
