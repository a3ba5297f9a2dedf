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
