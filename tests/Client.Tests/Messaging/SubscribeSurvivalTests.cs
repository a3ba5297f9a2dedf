using System.Collections.Concurrent;
using System.Globalization;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Messaging;

/// <summary>One loop reads on while the service is killed and started again; nothing that was published is lost. <c>KILLS</c> asks for a longer run.</summary>
public sealed class SubscribeSurvivalTests(ITestOutputHelper output)
{
    private const int PerRound = 300;

    private static readonly TimeSpan RetryUntilCancelled = TimeSpan.FromMinutes(5);
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 3;

    private readonly ConcurrentDictionary<string, int> handled = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_loop_loses_no_message_though_the_service_is_killed_again_and_again()
    {
        using var folder = new TempFolder();
        var host = await LocalHostProcess.StartAsync(folder.Path);
        var port = host.Address.Port.ToString(CultureInfo.InvariantCulture);
        try
        {
            using var service = new TestClient(host.Address, (await File.ReadAllTextAsync(folder.File("admin.key"), Cancelled)).Trim());
            await service.Client.Topics.PutAsync("survival", new TopicSettings { Shards = 2 }, Cancelled);
            await service.Client.Subscriptions.PutAsync(
                "survival", "loop", new SubscriptionSettings { Delivery = Delivery.Pull, AckDeadline = TimeSpan.FromSeconds(10) }, Cancelled);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            var (goal, reached) = (PerRound / 2, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var loop = Task.Run(async () =>
            {
                await foreach (var message in service.Client.SubscribeAsync("survival", "loop", new SubscribeOptions { Prefetch = 20 }, stop.Token))
                {
                    handled.AddOrUpdate(message.Id, 1, (_, count) => count + 1);
                    if (handled.Count >= Volatile.Read(ref goal))
                    {
                        Volatile.Read(ref reached).TrySetResult();
                    }
                }
            }, Cancelled);
            var published = new List<string>();
            for (var round = 0; round <= Kills; round++)
            {
                foreach (var batch in Enumerable.Range(0, PerRound).Select(i => NewMessage.Of($"{round}-{i}")).Chunk(TopicsClient.MaxBatch))
                {
                    published.AddRange((await service.Client.Topics.PublishAsync("survival", batch, Cancelled)).Select(result => result.Id!));
                }

                // In the middle of what was just published: some are handled, some fetched ahead, some acknowledgements under way.
                await Task.WhenAny(reached.Task, loop).WaitAsync(RetryUntilCancelled, Cancelled);
                Assert.False(loop.IsCompleted, loop.Exception?.ToString());
                if (round < Kills)
                {
                    await host.KillAsync();
                    await host.DisposeAsync();
                    host = await LocalHostProcess.StartAsync(folder.Path, "--port", port);
                }

                Volatile.Write(ref reached, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
                Volatile.Write(ref goal, round + 1 >= Kills ? PerRound * (Kills + 1) : (PerRound * (round + 1)) + (PerRound / 2));
            }

            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop);
            var again = await DrainAsync(service.Client.Subscriptions);
            output.WriteLine($"{published.Count} messages, {Kills} kills, {handled.Values.Sum() - handled.Count + again} delivered twice.");
            Assert.Empty(published.Except(handled.Keys));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    // What a kill took the acknowledgement of comes again when its lease ends; each pull waits for it at the service.
    private async Task<int> DrainAsync(SubscriptionsClient subscriptions)
    {
        var again = 0;
        while ((await subscriptions.FindStatsAsync("survival", "loop", Cancelled))!.Backlog > 0)
        {
            var pulled = await subscriptions.PullAsync("survival", "loop", wait: SubscriptionsClient.LongestWait, cancellationToken: Cancelled);
            Assert.NotEmpty(pulled);
            Assert.All(pulled, message => Assert.Contains(message.Id, handled.Keys));
            await subscriptions.AckAsync("survival", "loop", [.. pulled.Select(message => message.AckId)], Cancelled);
            again += pulled.Count;
        }

        return again;
    }
}
