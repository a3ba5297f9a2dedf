using System.Globalization;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>The topic of the run, and what is asked of it.</summary>
internal static class SurvivalTopic
{
    public const string Path = "/api/topics/survival";

    /// <summary>How long a consumer has. Short, because what it had at a kill comes back only then.</summary>
    private const string AckDeadline = "PT10S";

    public static async Task CreateAsync(ApiClient client, SurvivalReceiver receiver)
    {
        var pull = new { mode = "pull" };
        var push = new { mode = "push", endpoint = receiver.Address.ToString(), secret = receiver.Secret };
        using var topic = await client.PutAsync(Path, new { shards = 2 });
        using var plain = await client.PutAsync(Path + "/subscriptions/plain", new { delivery = pull, ackDeadline = AckDeadline });
        using var ordered = await client.PutAsync(Path + "/subscriptions/ordered", new { delivery = pull, ackDeadline = AckDeadline, ordered = true });
        using var pushed = await client.PutAsync(Path + "/subscriptions/push", new { delivery = push });
        Assert.All([topic, plain, ordered, pushed], answer => Assert.Equal(HttpStatusCode.Created, answer.Status));
    }

    /// <summary>Messages that a subscription has not acknowledged.</summary>
    public static async Task<int> BacklogAsync(ApiClient client, SurvivalSubscription subscription)
    {
        using var stats = await client.GetAsync($"{Path}/subscriptions/{subscription.Name}/stats");
        Assert.Equal(HttpStatusCode.OK, stats.Status);
        return stats.Json.GetProperty("backlog").GetInt32();
    }

    /// <summary>A publisher and its message's number, from the data.</summary>
    public static (int Publisher, int Number) Parse(string data)
    {
        var parts = data.Split('-');
        return (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }
}
