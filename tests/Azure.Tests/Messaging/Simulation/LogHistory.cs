using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging.Topics;
using Serverless.Core.Storage;
using Serverless.Core.Tests.Messaging;
using Serverless.Core.Tests.Messaging.Cursors;

namespace Serverless.Azure.Tests.Messaging.Simulation;

/// <summary>
/// One life of a stream in Cosmos DB: processes publish, consume and trim at once behind replicas that lag, segments are
/// sealed, and processes stop for a while, or die, between any two requests.
/// </summary>
internal sealed class LogHistory : IDisposable
{
    private const int Processes = 3;
    private const int Steps = 480;
    private const int StepsAPart = 80;

    private readonly Random random;
    private readonly LogBug bug;
    private readonly RequestGate gate;
    private readonly Stores stores;
    private readonly Topic topic = SampleMessages.Topic() with { Id = "t", MaxAge = TimeSpan.FromDays(300) };
    private readonly Subscription subscription;
    private readonly List<LogProcess> processes = [];
    private readonly List<LogProcess> dead = [];
    private readonly List<(int Process, Task Task)> operations = [];
    private readonly HashSet<string> acknowledged = [];
    private readonly HashSet<string> delivered = [];
    private string? violation;
    private long highest;
    private int made;
    private int published;

    private LogHistory(int seed, LogBug bug)
    {
        (random, this.bug) = (new Random(seed), bug);
        gate = new RequestGate(random) { IsOpen = true };
        var time = new FakeTimeProvider(SampleMessages.Start);
        stores = new Stores(new StandInGateway(new UnreliableNetwork(), time), new InMemoryCursorStore(), new InMemoryTopicStore(), time);
        subscription = SampleMessages.Subscription(topic) with { Id = "s" };
        stores.Cursors.Changed = (_, before, after) => violation ??= after?.Next < before?.Next ? $"The cursor went back from {before.Next} to {after.Next}." : null;
    }

    /// <summary>Lives it and returns which guarantee was broken; null when none was.</summary>
    public static string? Run(int seed, LogBug bug = LogBug.None)
    {
        using var history = new LogHistory(seed, bug);
        return history.RunAsync().GetAwaiter().GetResult();
    }

    public void Dispose() => dead.Concat(processes).ToList().ForEach(process => process.Dispose());

    private async Task<string?> RunAsync()
    {
        for (var i = 0; i < Processes; i++)
        {
            await StartAsync();
        }

        await stores.Topics.TryAddTopicAsync(topic, default);
        await stores.Topics.TryAddSubscriptionAsync(subscription, default);
        await processes[0].Consuming.Cursors.TryCreateAsync(topic, subscription, default);
        for (var step = 0; step < Steps && violation is null; step++)
        {
            if (step % StepsAPart == 0)
            {
                await FinishAsync();
                await BeginAnewAsync();
            }

            await StepAsync();
        }

        await FinishAsync();
        await JudgeAsync();
        return violation;
    }

    private async Task StepAsync()
    {
        switch (random.Next(100))
        {
            case 0:
                await KillAsync(random.Next(Processes));
                break;
            case < 12:
                gate.Toggle(processes[random.Next(Processes)].Number);
                break;
            case < 40:
                Begin(processes[random.Next(Processes)], random.Next(10));
                break;
            default:
                gate.TryRelease();
                break;
        }

        await ReapAsync();
    }

    // One thing at a time: two of a process would share requests, and the gate could not tell whether both wait.
    private void Begin(LogProcess process, int which)
    {
        if (operations.All(operation => operation.Process != process.Number))
        {
            operations.Add((process.Number, Task.Run(() => OperateAsync(process, which))));
        }
    }

    private Task OperateAsync(LogProcess process, int which) => which switch
    {
        < 3 => PublishAsync(process),
        < 5 => LookAsync(process),
        < 7 => ConsumeAsync(process),
        _ => process.Trimmer.RunAsync(default),
    };

    private async Task PublishAsync(LogProcess process)
    {
        var texts = Enumerable.Range(0, 2).Select(_ => $"{Interlocked.Increment(ref published)}").ToArray();
        var results = await process.Consuming.Publishing.Publisher.PublishAsync(topic, [.. texts.Select(text => SampleMessages.Message(text, id: $"id-{text}"))], default);
        lock (acknowledged)
        {
            acknowledged.UnionWith(texts.Where((_, i) => results[i].IsStored));
            highest = Math.Max(highest, results.Max(result => result.Sequence));
        }
    }

    /// <summary>Asks where the stream ends, which is after all that was acknowledged before.</summary>
    private async Task LookAsync(LogProcess process)
    {
        var before = Interlocked.Read(ref highest);
        var head = await process.Consuming.Publishing.Log.ConfirmHeadAsync(topic.Streams().First(), default);
        if (head.Head.Next <= before)
        {
            violation ??= $"The stream was said to end at {head.Head.Next}, and {before} was acknowledged.";
        }
    }

    private async Task ConsumeAsync(LogProcess process)
    {
        var pulled = (await process.Consuming.Puller.PullAsync(topic, subscription, 100, TimeSpan.Zero, default)).Messages;
        lock (delivered)
        {
            delivered.UnionWith(pulled.Select(message => SampleMessages.Text(message.Message)));
        }

        await process.Consuming.Settler.AcknowledgeAsync(topic, subscription, [.. pulled.Select(message => message.AckId)], default);
    }

    private async Task StartAsync()
    {
        var process = new LogProcess(made++, random.Next(), stores, gate, bug);
        processes.Add(process);
        await process.StartAsync();
    }

    private async Task KillAsync(int index)
    {
        var killed = processes[index];
        gate.Drop(killed.Number);
        operations.RemoveAll(operation => operation.Process == killed.Number);
        processes.RemoveAt(index);
        dead.Add(killed);
        await StartAsync();
    }

    /// <summary>Waits until everything that is under way waits for the gate, and takes out what is done.</summary>
    private async Task ReapAsync()
    {
        await gate.SettleAsync([.. operations.Select(operation => operation.Task)]);
        foreach (var (_, task) in operations.Where(operation => operation.Task.IsCompleted))
        {
            if (task.Exception?.InnerException is { } exception and not (StoreUnavailableException or WriteConflictException))
            {
                violation ??= exception.ToString();
            }
        }

        operations.RemoveAll(operation => operation.Task.IsCompleted);
    }

    /// <summary>Lets all come to its end, and looks whether a stream that holds something will be found by who sweeps and trims.</summary>
    private async Task FinishAsync()
    {
        gate.LetAllGoOn();
        while (operations.Count > 0)
        {
            gate.TryRelease();
            await ReapAsync();
        }

        gate.IsOpen = true;
        var log = processes[0].Consuming.Publishing.Log;
        var isActive = (await log.ConfirmHeadAsync(topic.Streams().First(), default)).Head.Active;
        if (isActive && (await log.ListActiveAsync(null, 10, default)).Count == 0)
        {
            violation ??= "The stream is active, and not listed.";
        }
    }

    /// <summary>What chance would seldom bring about: a stream that rests, a segment that is old, so that the next commit seals it, and a replica that lags.</summary>
    private async Task BeginAnewAsync()
    {
        if (random.Next(4) > 0)
        {
            await ConsumeAsync(processes[0]);
            await processes[0].Trimmer.RunAsync(default);
        }

        if (random.Next(2) == 0)
        {
            stores.Gateway.Lag(CosmosTestAccount.Database, CosmosContainers.Log);
        }
        else
        {
            stores.Gateway.CatchUp(CosmosTestAccount.Database, CosmosContainers.Log);
        }

        if (random.Next(2) == 0)
        {
            // The others have not seen that, and the cursor is beyond what they see.
            await PublishAsync(processes[0]);
            await ConsumeAsync(processes[0]);
        }

        if (random.Next(2) == 0)
        {
            stores.Time.Advance(TimeSpan.FromHours(25));
        }

        gate.IsOpen = false;
        await StopInBetweenAsync(processes[0], processes[1]);
    }

    /// <summary>One process stops somewhere in its commit while another does something from its beginning to its end.</summary>
    private async Task StopInBetweenAsync(LogProcess stopped, LogProcess other)
    {
        Begin(stopped, which: 0);
        await ReapAsync();
        for (var left = random.Next(12); left > 0 && gate.TryRelease(); left--)
        {
            await ReapAsync();
        }

        gate.Toggle(stopped.Number);
        Begin(other, random.Next(3, 10));
        await ReapAsync();
        while (operations.Any(operation => operation.Process == other.Number))
        {
            gate.TryRelease();
            await ReapAsync();
        }

        gate.LetAllGoOn();
    }

    private async Task JudgeAsync()
    {
        // What died with a process is delivered again.
        stores.Time.Advance(TimeSpan.FromMinutes(11));
        await ConsumeAsync(processes[0]);
        await ConsumeAsync(processes[0]);
        if (acknowledged.Except(delivered).Any())
        {
            violation ??= $"Acknowledged and never delivered: {string.Join(", ", acknowledged.Except(delivered).Order(StringComparer.Ordinal))}.";
        }
    }

    /// <summary>What outlives processes.</summary>
    internal sealed record Stores(StandInGateway Gateway, InMemoryCursorStore Cursors, InMemoryTopicStore Topics, FakeTimeProvider Time);
}
