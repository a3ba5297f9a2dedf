namespace Serverless.Client;

/// <summary>Which subscription of which topic.</summary>
internal sealed record SubscriptionPlace(string Topic, string Name)
{
    public string Path { get; } = $"{TopicsClient.PathOf(Topic)}/subscriptions/{PathSegment.Of(Name)}";

    public override string ToString() => $"{Topic}/{Name}";
}
