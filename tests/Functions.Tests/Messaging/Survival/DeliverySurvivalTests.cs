using System.Globalization;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>
/// Every acknowledged message reaches every subscription - by pull, by ordered pull, pushed to an endpoint - in order where
/// that is asked for, and comes twice only for a reason, though the process is killed again and again.
/// <c>MESSAGING_MESSAGES</c>, <c>KILLS</c> and <c>KILL_SEED</c> ask for another run; a long one leaves the settings as they are.
/// </summary>
[Trait(TestHost.Trait, TestHost.Local)]
public sealed class DeliverySurvivalTests(ITestOutputHelper output)
{
    private const int Publishers = 64;
    private const int Consumers = 2;
    private const int HeartBeats = 8;
    private const int LongRun = 20_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(60);
    private static readonly int Messages = Setting("MESSAGING_MESSAGES", 3_000);
    private static readonly int Kills = Setting("KILLS", 3);
    private static readonly int Seed = Setting("KILL_SEED", 1);

    // A short run has no time to wait for the sweep: turns end soon, and there is always somebody who publishes.
    private static readonly string[] Settings = Messages < LongRun ? ["--Push:Slice", "00:00:01"] : [];

    [Fact]
    public async Task Loses_nothing_and_keeps_the_order_of_keys_through_kills()
    {
        var start = TimeProvider.System.GetTimestamp();
        var schedule = new KillSchedule(Seed, Kills, 4 * Messages);
        var ledger = new SurvivalLedger(schedule.Happen);
        var publishers = Enumerable.Range(0, Publishers + HeartBeats).Select(number => new SurvivalPublisher(number, ledger)).ToArray();
        using var folder = new TempFolder();
        await using var receiver = await SurvivalReceiver.StartAsync(ledger.Push);
        while (schedule.Done < Kills)
        {
            await LiveAsync(folder, receiver, ledger, publishers, schedule);
            receiver.Life++;
        }

        await LiveAsync(folder, receiver, ledger, publishers, schedule: null);
        receiver.CountFollowers();
        Report(ledger, TimeProvider.System.GetElapsedTime(start));
        Assert.True(ledger.Acknowledged >= Messages);
        Assert.Empty(ledger.Lost());
        Assert.Empty(ledger.Ordered.Disorder);
        Assert.Empty(receiver.Refused);
        Assert.Empty(ledger.Subscriptions.SelectMany(subscription => new DuplicateCount(ledger, subscription).Unexplained));
    }

    /// <summary>One life of the process; without a schedule it ends when all is delivered.</summary>
    private static async Task LiveAsync(
        TempFolder folder, SurvivalReceiver receiver, SurvivalLedger ledger, SurvivalPublisher[] publishers, KillSchedule? schedule)
    {
        await using var host = await LocalHostProcess.StartAsync(folder.Path, Settings);
        var key = (await File.ReadAllTextAsync(folder.File("admin.key"), TestContext.Current.CancellationToken)).Trim();
        using var client = new ApiClient(host.Address, key);
        if (receiver.Life == 0)
        {
            await SurvivalTopic.CreateAsync(client, receiver);
        }

        var killed = Task.CompletedTask;
        schedule?.Arm(() => killed = host.KillAsync());
        var isDone = false;
        Task[] work =
        [
            .. publishers.Take(Publishers).Select(publisher => publisher.RunAsync(client, Messages)),
            .. Consume(ledger.Plain, worksAhead: true), .. Consume(ledger.Ordered, worksAhead: false), WatchAsync(),
        ];
        await Task.WhenAll(work).WaitAsync(Patience, TestContext.Current.CancellationToken);
        await killed;
        Assert.DoesNotContain("crit:", host.Output, StringComparison.Ordinal);

        Task[] Consume(SurvivalSubscription subscription, bool worksAhead) =>
            [.. Enumerable.Range(0, Consumers).Select(_ => new SurvivalConsumer(subscription, client, receiver.Life, worksAhead).RunAsync(() => Volatile.Read(ref isDone)))];

        // Its pulls find what the others leave, and are the clock of this task.
        Task WatchAsync() => new SurvivalConsumer(ledger.Plain, client, receiver.Life).RunAsync(() => isDone, async () =>
        {
            if (schedule is null && ledger.Acknowledged >= Messages && ledger.MayBeComplete() && await IsSettledAsync(client, ledger))
            {
                Volatile.Write(ref isDone, true);
            }
            else if (Settings.Length > 0 && ledger.Acknowledged >= Messages)
            {
                await Task.WhenAll(publishers.Skip(Publishers).Select(publisher => publisher.TryPublishAsync(client)));
            }
        });
    }

    private static async Task<bool> IsSettledAsync(ApiClient client, SurvivalLedger ledger)
    {
        var backlogs = await Task.WhenAll(ledger.Subscriptions.Select(subscription => SurvivalTopic.BacklogAsync(client, subscription)));
        return backlogs.All(backlog => backlog == 0);
    }

    private void Report(SurvivalLedger ledger, TimeSpan took)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ledger.Acknowledged} messages acknowledged to {Publishers} publishers, {Kills} kills (seed {Seed}), {ledger.Unanswered} publishes without an answer, {took.TotalSeconds:0} s."));
        foreach (var subscription in ledger.Subscriptions)
        {
            output.WriteLine(new DuplicateCount(ledger, subscription).ToString());
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
