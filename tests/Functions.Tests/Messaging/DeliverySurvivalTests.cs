using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging;

/// <summary>
/// Every acknowledged message reaches every subscription, in order where that is asked for, though the process is killed
/// again and again. <c>MESSAGING_MESSAGES</c> and <c>KILLS</c> ask for a longer run.
/// </summary>
public sealed class DeliverySurvivalTests(ITestOutputHelper output)
{
    private const int Publishers = 64;
    private const string Topic = "/api/topics/survival";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);
    private static readonly int Messages = Setting("MESSAGING_MESSAGES", 3_000);
    private static readonly int Kills = Setting("KILLS", 3);

    private readonly ConcurrentDictionary<string, bool> acknowledged = new();
    private readonly ConcurrentDictionary<string, int> pulled = new();
    private readonly ConcurrentDictionary<string, int> ordered = new();
    private readonly ConcurrentDictionary<int, int> lastOfKey = new();
    private int overtaken;
    private int published;

    [Fact]
    public async Task Loses_nothing_and_keeps_the_order_of_keys_through_kills()
    {
        using var folder = new TempFolder();
        var attempt = new int[Publishers];
        for (var round = 0; round <= Kills; round++)
        {
            await using var host = await LocalHostProcess.StartAsync(folder.Path);
            var key = (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
            await CreateAsync(host.Address, key);
            var goal = round == Kills ? Messages : Messages * (round + 1) / (Kills + 1);
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var publishers = Enumerable.Range(0, Publishers).Select(number => PublishAsync(host.Address, key, number, attempt, goal, enough)).ToArray();
            var consumers = new[] { ConsumeAsync(host.Address, key, "plain", pulled), ConsumeAsync(host.Address, key, "ordered", ordered) };
            if (round < Kills)
            {
                await enough.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
                await host.KillAsync();
            }

            await Task.WhenAll([.. publishers, .. consumers]).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        output.WriteLine($"{acknowledged.Count} messages acknowledged, {Kills} kills; duplicates: {pulled.Values.Sum(n => n - 1)} by pull, {ordered.Values.Sum(n => n - 1)} by ordered pull.");
        Assert.DoesNotContain(acknowledged.Keys, message => !pulled.ContainsKey(message) || !ordered.ContainsKey(message));
        Assert.Equal(0, overtaken);
        Assert.True(acknowledged.Count >= Messages);
    }

    private static async Task CreateAsync(Uri address, string key)
    {
        using var client = new ApiClient(address, key);
        using var topic = await client.PutAsync(Topic, new { shards = 2 });
        var pull = new { mode = "pull" };
        using var plain = await client.PutAsync($"{Topic}/subscriptions/plain", new { delivery = pull, ackDeadline = "PT10S" });
        using var inOrder = await client.PutAsync($"{Topic}/subscriptions/ordered", new { delivery = pull, ackDeadline = "PT10S", ordered = true });
        Assert.True((int)topic.Status < 300 && (int)plain.Status < 300 && (int)inOrder.Status < 300, $"{topic.Status} {plain.Status} {inOrder.Status}");
    }

    // Each publisher has a key of its own and repeats what was not answered under the same id.
    private async Task PublishAsync(Uri address, string key, int number, int[] next, int goal, TaskCompletionSource enough)
    {
        using var client = new ApiClient(address, key);
        try
        {
            while (Volatile.Read(ref published) < goal)
            {
                var id = string.Create(CultureInfo.InvariantCulture, $"{number}-{next[number]}");
                using var answer = await client.PostAsync($"{Topic}/publish", new { messages = new[] { new { data = id, messageId = id, orderingKey = $"k{number}" } } });
                if (answer.Status == HttpStatusCode.OK && answer.Json.GetProperty("results")[0].TryGetProperty("sequence", out _))
                {
                    acknowledged[id] = true;
                    next[number]++;
                    Interlocked.Increment(ref published);
                }
            }

            enough.TrySetResult();
        }
        catch (HttpRequestException)
        {
            // The process was killed under this client's hands.
        }
    }

    private async Task ConsumeAsync(Uri address, string key, string subscription, ConcurrentDictionary<string, int> seen)
    {
        using var client = new ApiClient(address, key);
        try
        {
            while (Volatile.Read(ref published) < Messages || acknowledged.Keys.Any(message => !seen.ContainsKey(message)))
            {
                using var answer = await client.PostAsync($"{Topic}/subscriptions/{subscription}/pull", new { max = 100, wait = "PT1S" });
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                var messages = answer.Json.GetProperty("messages").EnumerateArray().ToArray();
                Array.ForEach(messages, message => See(message, seen));
                if (messages.Length > 0)
                {
                    using var settled = await client.PostAsync($"{Topic}/subscriptions/{subscription}/ack", new { ackIds = messages.Select(message => message.GetProperty("ackId").GetString()) });
                    Assert.Equal(HttpStatusCode.OK, settled.Status);
                }
            }
        }
        catch (HttpRequestException)
        {
            // As above.
        }
    }

    private void See(JsonElement message, ConcurrentDictionary<string, int> seen)
    {
        var id = message.GetProperty("data").GetString()!;
        seen.AddOrUpdate(id, 1, (_, count) => count + 1);
        if (!ReferenceEquals(seen, ordered))
        {
            return;
        }

        // A message again is a duplicate; a message before its turn breaks the order.
        var parts = id.Split('-').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var last = lastOfKey.GetValueOrDefault(parts[0], -1);
        overtaken += parts[1] > last + 1 ? 1 : 0;
        lastOfKey[parts[0]] = Math.Max(last, parts[1]);
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
