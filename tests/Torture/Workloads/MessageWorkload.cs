using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Serverless.Torture.Histories;

namespace Serverless.Torture.Workloads;

/// <summary>Publishes with a key a client, and pulls by two subscriptions, of which one keeps the order.</summary>
internal sealed class MessageWorkload : IWorkload
{
    public const string Plain = "plain";
    public const string Ordered = "ordered";

    private const string Topic = "/api/topics/torture";
    private const int Most = 50;

    // What the item of an answer says, as the status that the answer alone would have.
    private const int NotStored = 503;
    private const int Expired = 410;

    private readonly ConcurrentDictionary<int, int> next = new();

    public async Task PrepareAsync(Client client)
    {
        await MakeAsync(client, Topic, """{"shards":2}""");
        await MakeAsync(client, $"{Topic}/subscriptions/{Plain}", """{"delivery":{"mode":"pull"},"ackDeadline":"PT10S"}""");
        await MakeAsync(client, $"{Topic}/subscriptions/{Ordered}", """{"delivery":{"mode":"pull"},"ackDeadline":"PT10S","ordered":true}""");
    }

    public async Task<bool> WorkAsync(Client client, int number, History history, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            // The number is taken only once the message was acknowledged: until then it is repeated under its id.
            var message = string.Create(CultureInfo.InvariantCulture, $"{number}-{next.GetOrAdd(number, 0)}");
            var body = JsonSerializer.Serialize(new { messages = new[] { new { data = message, messageId = message, orderingKey = $"k{number}" } } });
            var (status, answer, _) = await client.SendAsync(HttpMethod.Post, $"{Topic}/publish", body);
            var isStored = status == 200 && JsonDocument.Parse(answer).RootElement.GetProperty("results")[0].TryGetProperty("sequence", out _);
            history.Add(MessageChecker.Publish, message, isStored || status != 200 ? status : NotStored);
            if (isStored)
            {
                next[number]++;
            }

            if (status is null || await PullAsync(client, number % 2 == 0 ? Plain : Ordered, history, wait: "PT0S") is null)
            {
                return false;
            }
        }

        return true;
    }

    public async Task SettleAsync(Client client, History history)
    {
        foreach (var subscription in new[] { Plain, Ordered })
        {
            // What is out to clients that were killed comes back when its lease ends: until then there is a backlog.
            while (await BacklogAsync(client, subscription) > 0)
            {
                await PullAsync(client, subscription, history, wait: "PT10S");
            }

            while (await PullAsync(client, subscription, history, wait: "PT0S") > 0)
            {
            }
        }
    }

    public IReadOnlyList<string> Check(History history) => MessageChecker.Check(history, [Plain, Ordered], [Ordered]);

    private static async Task MakeAsync(Client client, string path, string body)
    {
        var (status, answer, _) = await client.SendAsync(HttpMethod.Put, path, body);
        Assert.True(status is 200 or 201, $"{path}: {status} {answer}");
    }

    private static async Task<int?> PullAsync(Client client, string subscription, History history, string wait)
    {
        var path = $"{Topic}/subscriptions/{subscription}";
        var (status, answer, _) = await client.SendAsync(HttpMethod.Post, $"{path}/pull", JsonSerializer.Serialize(new { max = Most, wait }));
        if (status != 200)
        {
            return status is null ? null : 0;
        }

        var messages = JsonDocument.Parse(answer).RootElement.GetProperty("messages").EnumerateArray().ToArray();
        foreach (var message in messages)
        {
            history.Add(MessageChecker.Receive, message.GetProperty("data").GetString()!, status, subscription);
        }

        return messages.Length == 0 || await AcknowledgeAsync(client, path, messages, subscription, history) ? messages.Length : null;
    }

    private static async Task<bool> AcknowledgeAsync(Client client, string path, JsonElement[] messages, string subscription, History history)
    {
        var ids = messages.Select(message => message.GetProperty("ackId").GetString()).ToArray();
        var (status, answer, _) = await client.SendAsync(HttpMethod.Post, $"{path}/ack", JsonSerializer.Serialize(new { ackIds = ids }));
        var results = status == 200 ? JsonDocument.Parse(answer).RootElement.GetProperty("results").EnumerateArray().ToArray() : [];
        foreach (var (message, i) in messages.Select((message, i) => (message, i)))
        {
            var isDone = results.Length > i && results[i].GetProperty("status").GetString() == "acknowledged";
            history.Add(MessageChecker.Acknowledge, message.GetProperty("data").GetString()!, isDone || status != 200 ? status : Expired, subscription);
        }

        return status is not null;
    }

    private static async Task<long> BacklogAsync(Client client, string subscription)
    {
        var (status, answer, _) = await client.SendAsync(HttpMethod.Get, $"{Topic}/subscriptions/{subscription}/stats");
        return status == 200 ? JsonDocument.Parse(answer).RootElement.GetProperty("backlog").GetInt64() : 1;
    }
}
