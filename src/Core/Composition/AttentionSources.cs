using System.Globalization;
using Serverless.Core.Messaging.Trimming;
using Serverless.Core.Overview;
using Serverless.Core.UrlShortening.Keys;

namespace Serverless.Core.Composition;

/// <summary>Tells when the refill of the key pool can't keep up with what is taken.</summary>
public sealed class KeyPoolAttention(KeyPoolMetrics metrics) : IAttentionSource
{
    public const string Kind = "key-pool-low";

    public string Name => "key-pool";

    public IReadOnlyList<AttentionItem>? Items => metrics.Levels is { } levels
        ?
        [
            .. levels.Where(level => level.FreeBlocks * 2 < level.WantedBlocks).Select(level => new AttentionItem(
                Kind,
                "shard",
                level.Shard.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"Shard {level.Shard} of the key pool has {level.FreeBlocks} free blocks of {level.WantedBlocks} that it should have: links are made more slowly."),
                Link: null)),
        ]
        : null;
}

/// <summary>Tells of subscriptions that fall behind, or whose window is full.</summary>
public sealed class BacklogAttention(BacklogWatch watch) : IAttentionSource
{
    public const string Growing = "growing-backlog";
    public const string Full = "full-window";

    public string Name => "backlogs";

    public IReadOnlyList<AttentionItem>? Items => watch.Lagging is { } lagging ? [.. lagging.SelectMany(ItemsOf)] : null;

    private static IEnumerable<AttentionItem> ItemsOf(LaggingSubscription each)
    {
        var (name, link) = ($"{each.Topic}/{each.Subscription}", $"#/topics/{each.Topic}/subscriptions/{each.Subscription}");
        if (each.IsFull)
        {
            yield return new AttentionItem(
                Full, "subscription", name, $"Subscription {name} gets nothing new until messages that are out or failed are done.", link, each.Topic);
        }

        if (each.IsGrowing)
        {
            yield return new AttentionItem(
                Growing, "subscription", name, string.Create(CultureInfo.InvariantCulture, $"Subscription {name} falls behind: {each.Backlog:N0} messages wait, more each minute."), link, each.Topic);
        }
    }
}

/// <summary>Tells of endpoints in trouble that messages wait for.</summary>
public sealed class EndpointAttention(BacklogWatch watch) : IAttentionSource
{
    public const string Paused = "paused-endpoint";
    public const string Unverified = "unverified-endpoint";
    public const string Failing = "failing-endpoint";
    public const string Parked = "parked-messages";

    public string Name => "endpoints";

    public IReadOnlyList<AttentionItem>? Items => watch.Endpoints is { } endpoints ? [.. endpoints.Select(ItemOf)] : null;

    private static AttentionItem ItemOf(TroubledEndpoint each)
    {
        var name = $"{each.Topic}/{each.Subscription}";
        var waiting = string.Create(CultureInfo.InvariantCulture, $"{each.Waiting:N0} {(each.Waiting == 1 ? "message" : "messages")}");
        var wait = each.Waiting == 1 ? "waits" : "wait";
        var (kind, text) = each.Trouble switch
        {
            EndpointTrouble.Paused => (Paused, $"Subscription {name} was paused: {each.Reason} {waiting} {wait} until it is resumed."),
            EndpointTrouble.Unverified => (Unverified, $"The endpoint of subscription {name} has not agreed to receive messages: {waiting} {wait}."),
            EndpointTrouble.Failing => (Failing, $"The endpoint of subscription {name} fails, or answers late: {waiting} {wait}."),
            _ => (Parked, $"The endpoint of subscription {name} refuses messages: {waiting} {wait} for another attempt."),
        };
        return new AttentionItem(kind, "subscription", name, text, $"#/topics/{each.Topic}/subscriptions/{each.Subscription}", each.Topic);
    }
}
