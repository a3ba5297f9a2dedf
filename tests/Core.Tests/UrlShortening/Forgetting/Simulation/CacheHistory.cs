using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>
/// An hour or a few of links that are followed and changed, made from a seed: instances with clocks apart are killed and stand
/// still at any call for minutes; marks and messages get lost, come late and twice; Redis fails over and forgets, loses all,
/// evicts, or answers nobody, and neither does the queue.
/// </summary>
internal sealed class CacheHistory
{
    /// <summary>An instance's clock, and Redis', is off the true time by so much at most.</summary>
    public static readonly TimeSpan MaxClockError = TimeSpan.FromSeconds(2.5);

    private const int Instances = 3;
    private const int Steps = 500;
    private const int MaxBusy = 4;
    private const int MaxDequeueCount = 5;

    /// <summary>No writer takes longer: a promise is kept for an hour.</summary>
    private static readonly DateTimeOffset Latest = SampleLinks.Start.AddMinutes(55);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan VisibilityTimeout = TimeSpan.FromSeconds(30);
    private static readonly double[] Seconds = [0.3, 1, 3, 6, 9, 10, 11, 20, 29, 31, 36, 59, 61, 90, 180, 400];
    private static readonly string[] Keys = ["first", "other"];

    private readonly Random random;
    private readonly SimulatedContext context = new();
    private readonly SimulatedTime time = new();
    private readonly InMemoryLinkStore links = new();
    private readonly SimulatedQueue queue;
    private readonly SimulatedRedis redis;
    private readonly StoreGate gate;
    private readonly Answers answers;
    private readonly PlantedBug bug;
    private readonly LinksOptions settings = new() { Quarantine = TimeSpan.FromMinutes(2) };
    private readonly CachingInstance[] instances;
    private bool mayFail = true;
    private int made;
    private int urls;

    private CacheHistory(int seed, PlantedBug bug)
    {
        SynchronizationContext.SetSynchronizationContext(context);
        (random, this.bug) = (new Random(seed), bug);
        gate = new StoreGate(random);
        queue = new SimulatedQueue(time);
        redis = new SimulatedRedis(time) { ClockError = ClockError(), TakesLateAdditions = bug == PlantedBug.LateAdditions };
        redis.MarkFor = bug == PlantedBug.ShortMarks ? TimeSpan.FromSeconds(15) : redis.MarkFor;
        answers = new Answers(links, queue, redis, time);
        instances = [.. Enumerable.Range(0, Instances).Select(_ => NewInstance())];
    }

    /// <summary>Lives it and returns which answer was wrong; null when none was.</summary>
    public static string? Run(int seed, PlantedBug bug = PlantedBug.None)
    {
        var history = new CacheHistory(seed, bug);
        for (var step = 0; step < Steps && history.time.Now < Latest && history.answers.Violation is null; step++)
        {
            history.Step();
        }

        return history.answers.Violation ?? history.End();
    }

    private void Step()
    {
        time.Now += Tick;
        switch (random.Next(1_000))
        {
            case < 60:
                time.Now += TimeSpan.FromSeconds(Seconds[random.Next(Seconds.Length)]);
                break;
            case < 75:
                Kill(random.Next(Instances));
                break;
            case < 95:
                var paused = instances[random.Next(Instances)];
                paused.IsPaused = !paused.IsPaused;
                break;
            case < 110:
                Fail();
                break;
            case < 150:
                Publish();
                break;
            case < 300:
                StartSomething(Take() ?? NextOperation());
                break;
            default:
                _ = gate.TryRelease(number => instances.Any(instance => instance.Number == number && !instance.IsPaused)) || StartSomething(NextOperation());
                break;
        }

        context.Run();
        Array.ForEach(instances, instance => instance.ThrowIfFailed());
    }

    /// <summary>Something befalls Redis. It forgets once in a history: the promise holds for one failover within a minute.</summary>
    private void Fail()
    {
        switch (random.Next(7))
        {
            case 0 when mayFail:
                mayFail = false;
                redis.FailOver(TimeSpan.FromSeconds(random.Next(55)), ClockError());
                break;
            case 1 when mayFail:
                mayFail = false;
                redis.Restart();
                break;
            case 2 or 3:
                redis.Evict(Keys[random.Next(Keys.Length)]);
                break;
            case 4:
                queue.IsDown = !queue.IsDown;
                break;
            default:
                redis.IsDown = !redis.IsDown;
                break;
        }
    }

    /// <summary>One instance hears of one change, or never does.</summary>
    private void Publish()
    {
        if (redis.Undelivered.Count > 0)
        {
            var next = redis.Undelivered[random.Next(redis.Undelivered.Count)];
            redis.Undelivered.Remove(next);
            if (random.Next(2) == 0 && instances.Any(instance => instance.Number == next.Instance && !instance.IsPaused))
            {
                next.Hear();
            }
        }
    }

    private bool StartSomething(Func<CachingInstance, Task> operation)
    {
        var idle = instances.Where(instance => instance.Busy < MaxBusy && !instance.IsPaused).ToArray();
        if (idle.Length > 0)
        {
            idle[random.Next(idle.Length)].Start(operation);
        }

        return idle.Length > 0;
    }

    private Func<CachingInstance, Task> NextOperation()
    {
        var key = Keys[random.Next(Keys.Length)];
        var (url, minutes) = ($"https://example.com/{++urls}", TimeSpan.FromMinutes(random.Next(1, 90)));
        return random.Next(100) switch
        {
            < 70 => instance => FollowAsync(instance, key),
            < 80 => instance => instance.Editor.ChangeAsync(key, new LinkChange { Url = url }, Shortener.Admin, Shortener.Address, CancellationToken.None),
            < 82 => instance => instance.Editor.ChangeAsync(key, new LinkChange { Title = url }, Shortener.Admin, Shortener.Address, CancellationToken.None),
            < 84 => instance => instance.Editor.ChangeAsync(key, new LinkChange { ExpiresAt = instance.Clock.GetUtcNow() + minutes }, Shortener.Admin, Shortener.Address, CancellationToken.None),
            < 88 => instance => instance.Editor.DeleteAsync(key, Shortener.Admin, CancellationToken.None),
            < 92 => instance => instance.Editor.RestoreAsync(key, new LinkRestoration { ExpiresIn = minutes }, Shortener.Admin, CancellationToken.None),
            < 97 => instance => instance.Creator.CreateAsync(new NewLink { Url = url, Alias = key, ExpiresIn = TimeSpan.FromDays(9) }, Shortener.Owner, Shortener.Address, CancellationToken.None),
            _ => instance => CleanUpAsync(instance, key),
        };
    }

    private async Task FollowAsync(CachingInstance instance, string key)
    {
        var asked = time.Now;
        answers.Check(key, asked, await instance.Follower.FollowAsync(key, CancellationToken.None));
    }

    private async Task CleanUpAsync(CachingInstance instance, string key)
    {
        if (links.Rows.FirstOrDefault(stored => stored.Row.Key == key) is { } stored)
        {
            await instance.CleanUp.RunAsync(ExpiryPartition.Of(key, stored.Row.DueAt), CancellationToken.None);
        }
    }

    /// <summary>One message of the queue, if there is one.</summary>
    private Func<CachingInstance, Task>? Take()
    {
        var visible = queue.Visible();
        return visible.Length == 0 || random.Next(4) == 0 ? null : instance => HandleAsync(instance, visible[random.Next(visible.Length)]);
    }

    /// <summary>What the host does with a message: it leases it, and has it come again after a failure, from the poison queue in the end.</summary>
    private async Task HandleAsync(CachingInstance instance, QueuedMessage message)
    {
        message.VisibleAt = time.Now + Lease;
        try
        {
            await (message.Failures >= MaxDequeueCount ? RescueAsync(instance, message) : bug == PlantedBug.NoSecondMark && message.Content.IsMarked
                ? Task.CompletedTask
                : instance.Forgetter.RunAsync(message.Content, CancellationToken.None));
            message.DoneAt ??= time.Now;
        }
        catch (StoreUnavailableException)
        {
            message.Failures++;
            message.VisibleAt = time.Now + VisibilityTimeout;
        }

        if (message.DoneAt is not null && random.Next(10) == 0 && !gate.IsOpen)
        {
            // It comes a second time.
            queue.Add(message.Content.ToString(), TimeSpan.Zero);
        }
    }

    private Task RescueAsync(CachingInstance instance, QueuedMessage message) =>
        bug == PlantedBug.PoisonDropped ? Task.CompletedTask : instance.Forgetter.SendAgainAsync(message.Content, CancellationToken.None);

    private void Kill(int index)
    {
        var killed = instances[index].Number;
        gate.Drop(killed);
        redis.Listeners.RemoveAll(listener => listener.Instance == killed);
        redis.Undelivered.RemoveAll(message => message.Instance == killed);
        instances[index] = NewInstance();
    }

    private CachingInstance NewInstance() => new(made++, random.Next(), links, queue, redis, gate, settings, new SimulatedClock(time, ClockError()), bug);

    private TimeSpan ClockError() => MaxClockError * ((random.NextDouble() * 2) - 1);

    /// <summary>All instances die, the network is well again, and the queue runs until it is empty: then nobody may be told what is not so.</summary>
    private string? End()
    {
        for (var index = 0; index < Instances; index++)
        {
            Kill(index);
        }

        (gate.IsOpen, redis.IsDown, queue.IsDown) = (true, false, false);
        while (queue.Messages.Where(message => message.DoneAt is null).MinBy(message => message.VisibleAt) is { } message)
        {
            time.Now = message.VisibleAt > time.Now ? message.VisibleAt : time.Now;
            Finish(instance => HandleAsync(instance, message));
        }

        // What has expired has done so by every clock.
        time.Now += MaxClockError * 4;
        Kill(0);
        foreach (var key in Keys)
        {
            Finish(async instance => answers.CheckAtEnd(key, await instance.Follower.FollowAsync(key, CancellationToken.None)));
        }

        return answers.Violation;
    }

    private void Finish(Func<CachingInstance, Task> operation)
    {
        time.Now += Tick;
        instances[0].Start(operation);
        context.Run();
        Assert.Equal(0, instances[0].Busy);
        instances[0].ThrowIfFailed();
    }
}
