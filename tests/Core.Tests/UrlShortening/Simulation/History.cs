using Microsoft.Extensions.Options;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>
/// One life of the shortener, made from a seed: instances with clocks apart create, delete, change, import, restore, refill, reclaim and
/// clean up, while they are paused and killed, answers and messages get lost and doubled, and up to months pass.
/// </summary>
internal sealed class History
{
    public const int BlockSize = 4;

    /// <summary>An instance's clock is off the true time by so much at most.</summary>
    public static readonly TimeSpan MaxClockError = TimeSpan.FromMinutes(4);

    private const int Instances = 3;
    private const int Steps = 240;

    private static readonly int[] Minutes = [1, 2, 5, 11, 30, 60, 61, 300, 1_440, 3 * 1_440, 8 * 1_440, 31 * 1_440, 90 * 1_440];
    private static readonly string[] Aliases = ["one-alias", "another-alias"];

    private readonly Random random;
    private readonly SimulatedTime time = new();
    private readonly InMemoryLinkStore links = new();
    private readonly InMemoryKeyBlockStore blocks = new();
    private readonly ListWorkQueue queue = new();
    private readonly StoreGate gate;
    private readonly Guarantees guarantees;
    private readonly Func<ILinkStore, ILinkStore> plant;
    private readonly SimulatedInstance[] instances;
    private readonly IOptions<LinksOptions> options = Options.Create(new LinksOptions
    {
        Quarantine = TimeSpan.FromDays(2),
        KeyPool = { Shards = 2, FreeBlocks = 1, Lease = TimeSpan.FromMinutes(10) },
    });

    private int made;

    private History(int seed, Func<ILinkStore, ILinkStore>? plant)
    {
        random = new Random(seed);
        gate = new StoreGate(random);
        guarantees = new Guarantees(links, blocks, time);
        this.plant = plant ?? (store => store);
        instances = [.. Enumerable.Range(0, Instances).Select(_ => NewInstance())];
    }

    /// <summary>Lives it and returns which guarantee was broken; null when none was.</summary>
    /// <param name="plant">Puts a bug between the instances and the links.</param>
    public static string? Run(int seed, Func<ILinkStore, ILinkStore>? plant = null)
    {
        var history = new History(seed, plant);
        for (var step = 0; step < Steps && history.guarantees.Violation is null; step++)
        {
            history.Step();
        }

        return history.guarantees.Violation ?? history.End();
    }

    private void Step()
    {
        switch (random.Next(100))
        {
            case < 3:
                time.Now += TimeSpan.FromMinutes(Minutes[random.Next(Minutes.Length)]);
                break;
            case < 5:
                Kill(random.Next(Instances));
                break;
            case < 8:
                var paused = instances[random.Next(Instances)];
                paused.IsPaused = !paused.IsPaused;
                break;
            case < 30:
                StartSomething();
                break;
            default:
                _ = gate.TryRelease(number => instances.Any(instance => instance.Number == number && !instance.IsPaused)) || StartSomething();
                break;
        }

        guarantees.Check();
        Array.ForEach(instances, instance => instance.ThrowIfFailed());
    }

    private bool StartSomething()
    {
        var idle = instances.Where(instance => !instance.IsBusy && !instance.IsPaused).ToArray();
        if (idle.Length > 0)
        {
            idle[random.Next(idle.Length)].Start(NextOperation());
        }

        return idle.Length > 0;
    }

    private Func<SimulatedInstance, Task> NextOperation()
    {
        var key = links.Rows.Count == 0 ? "none" : links.Rows.ElementAt(random.Next(links.Rows.Count)).Row.Key;
        var lifetime = TimeSpan.FromMinutes(Minutes[random.Next(Minutes.Length)]);
        return random.Next(100) switch
        {
            < 38 => instance => CreateAsync(instance, null, lifetime),
            < 42 => instance => CreateAsync(instance, Aliases[random.Next(Aliases.Length)], lifetime),
            < 45 => instance => CreateAsync(instance, KeyOfPool(), lifetime),
            < 48 => instance => ImportAsync(instance, KeyOfPool(), lifetime, ended: random.Next(2) == 0 ? lifetime : null),
            < 54 => instance => instance.Editor.RestoreAsync(key, new LinkRestoration { ExpiresIn = lifetime }, Shortener.Admin, CancellationToken.None),
            < 60 => instance => instance.Editor.DeleteAsync(key, Shortener.Admin, CancellationToken.None),
            < 66 => instance => instance.Editor.ChangeAsync(
                key, new LinkChange { ExpiresAt = instance.Clock.GetUtcNow() + lifetime }, Shortener.Admin, Shortener.Address, CancellationToken.None),
            < 76 => instance => instance.Refill.RunAsync(CancellationToken.None),
            < 84 => instance => instance.Expired.RunAsync(CancellationToken.None),
            < 98 => CleanUpAsync,
            _ => StopAsync,
        };
    }

    private static Task<LinkResult> CreateAsync(SimulatedInstance instance, string? alias, TimeSpan lifetime) => instance.Creator.CreateAsync(
        new NewLink { Url = "https://example.com/", Alias = alias, ExpiresIn = lifetime }, Shortener.Owner, Shortener.Address, CancellationToken.None);

    /// <summary>A link from elsewhere or from a backup, with a key of its own.</summary>
    private static Task<LinkResult> ImportAsync(SimulatedInstance instance, string key, TimeSpan lifetime, TimeSpan? ended)
    {
        var link = new NewLink { Url = "https://example.com/", Key = key, Owner = "other", ExpiresAt = instance.Clock.GetUtcNow() + lifetime, EndedAt = instance.Clock.GetUtcNow() - ended };
        return instance.Creator.CreateAsync(link, Shortener.Admin, Shortener.Address, CancellationToken.None);
    }

    /// <summary>A key that lies in the pool, or is leased, or was used up.</summary>
    private string KeyOfPool()
    {
        var keys = blocks.All.SelectMany(block => block.Keys).ToArray();
        return keys.Length == 0 ? "AAAAAAAA" : keys[random.Next(keys.Length)];
    }

    private async Task CleanUpAsync(SimulatedInstance instance)
    {
        if (!queue.Messages.TryDequeue(out var message) || random.Next(10) == 0)
        {
            return;
        }

        if (random.Next(5) == 0)
        {
            queue.Messages.Enqueue(message);
        }

        await instance.CleanUp.RunAsync(ExpiryPartition.Parse(message)!, CancellationToken.None);
    }

    private async Task StopAsync(SimulatedInstance instance)
    {
        await instance.Pool.DisposeAsync();
        instances[Array.IndexOf(instances, instance)] = NewInstance();
    }

    private void Kill(int index)
    {
        gate.Drop(instances[index].Number);
        instances[index] = NewInstance();
    }

    private SimulatedInstance NewInstance()
    {
        var number = made++;
        var clock = new SimulatedClock(time, MaxClockError * ((random.NextDouble() * 2) - 1));
        return new SimulatedInstance(
            number, random.Next(), plant(new SimulatedLinkStore(links, gate, number, clock)), new SimulatedKeyBlockStore(blocks, gate, number), queue, options, clock);
    }

    /// <summary>Nobody uses the service any more, all instances die, and the timers run until there is nothing left to do.</summary>
    private string? End()
    {
        for (var index = 0; index < Instances; index++)
        {
            Kill(index);
        }

        gate.IsOpen = true;
        foreach (var days in new[] { 100, 3, 1, 8, 8 })
        {
            time.Now += TimeSpan.FromDays(days);
            RunTimers();
        }

        guarantees.CheckAtEnd();
        return guarantees.Violation;
    }

    private void RunTimers()
    {
        var instance = instances[0];
        Finish(instance, _ => instance.Refill.RunAsync(CancellationToken.None));
        Finish(instance, _ => instance.Expired.RunAsync(CancellationToken.None));
        while (queue.Messages.TryDequeue(out var message))
        {
            Finish(instance, _ => instance.CleanUp.RunAsync(ExpiryPartition.Parse(message)!, CancellationToken.None));
        }

        guarantees.Check();
    }

    private static void Finish(SimulatedInstance instance, Func<SimulatedInstance, Task> operation)
    {
        instance.Start(operation);
        Assert.False(instance.IsBusy);
        instance.ThrowIfFailed();
    }
}
