using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Serverless.Torture.Histories;

namespace Serverless.Torture.Workloads;

/// <summary>
/// Each client makes one topic and its subscription again and again, every request through another process: it makes them
/// twice at once, publishes, has some messages pushed to an endpoint and pulls the others, goes back to the beginning, and deletes
/// the topic.
/// </summary>
/// <param name="addresses">Where the processes are now.</param>
internal sealed class ReusedNamesWorkload(Func<IReadOnlyList<Uri>> addresses, PushReceiver receiver, string key, int seed) : IWorkload
{
    public const string Subscription = "mail";

    private const string Pull = """{"delivery":{"mode":"pull"},"ackDeadline":"PT10S"}""";
    private const string BackToPull = """{"delivery":{"mode":"pull"}}""";
    private const int Messages = 12;

    /// <summary>Longer, and the rest is pulled: a worker that was killed or stopped keeps what it has for a while.</summary>
    private static readonly TimeSpan PushPatience = TimeSpan.FromSeconds(5);

    private static readonly int[] Made = [200, 201];
    private static readonly int[] Gone = [204, 404];

    private readonly ConcurrentDictionary<int, Generation> current = new();
    private readonly ConcurrentDictionary<int, int> names = new();

    public Task PrepareAsync(Client client) => Task.CompletedTask;

    public async Task<bool> WorkAsync(Client client, int number, History history, CancellationToken enough)
    {
        var random = new Random((seed * 10_000) + (history.Life * 100) + number);
        while (!enough.IsCancellationRequested)
        {
            // What a round that was ended left open is consumed first, and then deleted.
            if (current.TryGetValue(number, out var open))
            {
                await ConsumeAsync(random, open, history);
                if (!await UntilAsync(random, HttpMethod.Delete, open.Topic, null, Gone))
                {
                    // One that was not answered may still be under way: it must not meet what is made next.
                    names.AddOrUpdate(number, 1, static (_, name) => name + 1);
                }

                current.TryRemove(number, out _);
            }

            var name = names.GetOrAdd(number, 0);
            var generation = new Generation($"/api/topics/reused-{number}-{name}", $"{number}-{Guid.NewGuid():n}");
            await MakeAsync(random, generation);
            current[number] = generation;
            await PublishAsync(random, generation, history);
            await SwitchAsync(random, generation, history);
        }

        return true;
    }

    public async Task SettleAsync(Client client, History history)
    {
        foreach (var generation in current.Values)
        {
            await ConsumeAsync(new Random(seed), generation, history);
        }
    }

    public IReadOnlyList<string> Check(History history) => MessageChecker.Check(history, [Subscription], []);

    private async Task MakeAsync(Random random, Generation generation)
    {
        var seeds = (random.Next(), random.Next());
        await UntilAsync(random, HttpMethod.Put, generation.Topic, """{"shards":4}""", Made);
        await Task.WhenAll(
            UntilAsync(new Random(seeds.Item1), HttpMethod.Put, generation.Path, Pull, Made),
            UntilAsync(new Random(seeds.Item2), HttpMethod.Put, generation.Path, Pull, Made));
    }

    private async Task PublishAsync(Random random, Generation generation, History history)
    {
        for (var i = 0; i < Messages; i++)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{generation.Id}-{i}");
            var body = JsonSerializer.Serialize(new { messages = new[] { new { data = message, orderingKey = $"{i}" } } });
            var (status, answer) = await SendAsync(random, HttpMethod.Post, $"{generation.Topic}/publish", body);
            var isStored = status == 200 && JsonDocument.Parse(answer).RootElement.GetProperty("results")[0].TryGetProperty("sequence", out _);
            history.Add(MessageChecker.Publish, message, isStored || status != 200 ? status : 503);
            if (isStored)
            {
                generation.Owe(message);
            }
        }
    }

    private async Task SwitchAsync(Random random, Generation generation, History history)
    {
        if (random.Next(3) == 0)
        {
            var wanted = random.Next(Messages);
            var some = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var endpoint = receiver.EndpointFor(generation.Id, text =>
            {
                history.Add(MessageChecker.Receive, text, 200, Subscription);
                if (generation.Settle(text) <= wanted)
                {
                    some.TrySetResult();
                }
            });
            await UntilAsync(random, HttpMethod.Patch, generation.Path, JsonSerializer.Serialize(new { delivery = new { mode = "push", endpoint } }), Made);
            await Task.WhenAny(some.Task, Task.Delay(PushPatience, TimeProvider.System));
            await UntilAsync(random, HttpMethod.Patch, generation.Path, BackToPull, Made);
        }

        if (random.Next(3) == 0)
        {
            generation.MayComeAgain = !await UntilAsync(random, HttpMethod.Post, $"{generation.Path}/seek", """{"to":"earliest"}""", Made);
        }
    }

    // Every message that was acknowledged to its publisher has to come; if one never does, the run ends by its patience.
    private async Task ConsumeAsync(Random random, Generation generation, History history)
    {
        while (generation.IsOwed)
        {
            var (status, answer) = await SendAsync(random, HttpMethod.Post, $"{generation.Path}/pull", """{"max":50,"wait":"PT2S"}""");
            if (status == 409)
            {
                // A change to push that was not answered came late.
                await UntilAsync(random, HttpMethod.Patch, generation.Path, BackToPull, Made);
            }

            if (status != 200)
            {
                continue;
            }

            var messages = JsonDocument.Parse(answer).RootElement.GetProperty("messages").EnumerateArray().ToArray();
            foreach (var message in messages)
            {
                history.Add(MessageChecker.Receive, message.GetProperty("data").GetString()!, status, Subscription);
            }

            if (messages.Length > 0)
            {
                await AcknowledgeAsync(random, generation, messages, history);
            }
        }
    }

    private async Task AcknowledgeAsync(Random random, Generation generation, JsonElement[] messages, History history)
    {
        var ids = messages.Select(message => message.GetProperty("ackId").GetString());
        var (status, answer) = await SendAsync(random, HttpMethod.Post, $"{generation.Path}/ack", JsonSerializer.Serialize(new { ackIds = ids }));
        var results = status == 200 ? JsonDocument.Parse(answer).RootElement.GetProperty("results").EnumerateArray().ToArray() : [];
        for (var i = 0; i < messages.Length; i++)
        {
            var text = messages[i].GetProperty("data").GetString()!;
            if (status != 200)
            {
                // It came; whether it counts as acknowledged nobody knows, so that it may come again and need not.
                generation.Settle(text);
                continue;
            }

            var isDone = results[i].GetProperty("status").GetString() == "acknowledged";
            history.Add(MessageChecker.Acknowledge, text, isDone && !generation.MayComeAgain ? status : 410, Subscription);
            if (isDone)
            {
                generation.Settle(text);
            }
        }
    }

    /// <returns>Whether every request was answered.</returns>
    private async Task<bool> UntilAsync(Random random, HttpMethod method, string path, string? body, int[] wanted)
    {
        var areAnswered = true;
        int? status;
        do
        {
            (status, _) = await SendAsync(random, method, path, body);
            areAnswered &= status is not null;
        }
        while (status is not { } answered || !wanted.Contains(answered));

        return areAnswered;
    }

    private async Task<(int? Status, string Answer)> SendAsync(Random random, HttpMethod method, string path, string? body)
    {
        var processes = addresses();
        using var client = new Client(processes[random.Next(processes.Count)], key);
        var (status, answer, _) = await client.SendAsync(method, path, body);
        return (status, answer);
    }

    private sealed record Generation(string Topic, string Id)
    {
        public string Path => $"{Topic}/subscriptions/{Subscription}";

        private readonly ConcurrentDictionary<string, bool> owed = new(StringComparer.Ordinal);

        /// <summary>Whether something was acknowledged to its publisher and not yet by its consumer or endpoint.</summary>
        public bool IsOwed => !owed.IsEmpty;

        public void Owe(string message) => owed[message] = true;

        /// <returns>How many are left.</returns>
        public int Settle(string message)
        {
            owed.TryRemove(message, out _);
            return owed.Count;
        }

        /// <summary>Whether a seek that was not answered may still be under way.</summary>
        public bool MayComeAgain { get; set; }
    }
}
