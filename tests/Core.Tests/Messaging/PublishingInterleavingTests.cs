using CsCheck;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Publishing;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Tests.UrlShortening;

namespace Serverless.Core.Tests.Messaging;

/// <summary>Several instances publish side by side over one log that loses requests and answers.</summary>
public sealed class PublishingInterleavingTests
{
    private const int Instances = 3;

    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Int[0, Instances - 1], Gen.Int[0, 4], Gen.Int[0, 6], Gen.Enum<Fault>(), Gen.Bool,
        (instance, key, id, fault, waits) => new Step(instance, key, id, fault, waits)).Array[1, 40];

    [Fact]
    public Task Keeps_every_acknowledged_message_at_its_number_once() => Steps.SampleAsync(RunAsync, iter: 300);

    private static async Task RunAsync(Step[] steps)
    {
        var topic = SampleMessages.Topic(shards: 2);
        var log = new InMemoryMessageLog();
        var instances = Enumerable.Range(1, Instances).Select(seed => new PublishingInstance(log, seed: seed)).ToArray();
        var publishing = new List<(string Text, string? Id, string? Key, Task<PublishResult> Result)>();
        for (var i = 0; i < steps.Length; i++)
        {
            var step = steps[i];
            var (key, id) = (step.Key == 0 ? null : $"key-{step.Key}", step.Id == 0 ? null : $"id-{step.Id}");
            instances[step.Instance].Log.FailCommits(step.Fault);
            publishing.Add(($"{i}", id, key, instances[step.Instance].PublishOneAsync(topic, $"{i}", key, id)));
            await (step.Waits ? publishing[^1].Result : Task.CompletedTask);
        }

        await Task.WhenAll(publishing.Select(each => each.Result));
        var stored = await StoredAsync(instances[0], topic);
        Assert.All(publishing, each => IsKept(each.Text, each.Result.Result, stored));
        Assert.Equal(publishing.Count(each => each.Result.Result.Status == PublishStatus.Published), stored.Count);
        InOrderOfEachKey(publishing.Where(each => each.Result.Result.Status == PublishStatus.Published).Select(each => (each.Key, each.Result.Result)));
    }

    private static void IsKept(string text, PublishResult result, Dictionary<(StreamId, long), string> stored)
    {
        Assert.True(result.IsStored);
        var found = Assert.Contains((result.Stream, result.Sequence), (IReadOnlyDictionary<(StreamId, long), string>)stored);
        Assert.True(result.Status == PublishStatus.Duplicate || found == text);
    }

    // Whoever waited for an answer before publishing the next comes first; here all of a key do that waited at all.
    private static void InOrderOfEachKey(IEnumerable<(string? Key, PublishResult Result)> published) =>
        Assert.All(published.Where(each => each.Key is not null).GroupBy(each => each.Key), key => Assert.Single(key.Select(each => each.Result.Stream).Distinct()));

    private static async Task<Dictionary<(StreamId, long), string>> StoredAsync(PublishingInstance instance, Topic topic)
    {
        var stored = new Dictionary<(StreamId, long), string>();
        foreach (var stream in topic.Streams())
        {
            var messages = await instance.ReadAsync(stream);
            Assert.Equal(Enumerable.Range(1, messages.Count).Select(i => (long)i), messages.Select(message => message.Sequence));
            Assert.Equal(messages.Count + 1, (await instance.Log.FindHeadAsync(stream, TestContext.Current.CancellationToken)).Head.Next);
            foreach (var message in messages)
            {
                stored.Add((stream, message.Sequence), SampleMessages.Text(message));
            }
        }

        return stored;
    }

    private sealed record Step(int Instance, int Key, int Id, Fault Fault, bool Waits);
}
