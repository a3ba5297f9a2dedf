using Serverless.Core.Storage;
using Serverless.Core.Tests.UrlShortening.Simulation;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Administration;
using Serverless.Core.UrlShortening.Forgetting;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>
/// Some hours of links that are followed and changed, made from a seed: instances with clocks apart are killed and stand
/// still at any call for minutes; marks and messages get lost, come late and twice; Redis fails over and forgets, loses all,
/// evicts, or answers nobody, and neither does the queue. How often each happens, for how long, and at which moments above all,
/// differs from history to history.
/// </summary>
internal sealed class CacheHistory
{
    /// <summary>An instance's clock, and Redis', is off the true time by so much at most.</summary>
    public static readonly TimeSpan MaxClockError = TimeSpan.FromSeconds(2.5);

    private const int Instances = 3;
    private const int Steps = 1_500;
    private const int MaxBusy = 4;
    private const int MaxDequeueCount = 5;
    private const int Traps = 4;

    /// <summary>How often things simply go on while no promise is to be kept: what befalls anybody then does little harm.</summary>
    private const double CalmHaste = 0.98;

    private static readonly DateTimeOffset Latest = SampleLinks.Start.AddHours(6);

    /// <summary>Who takes longer dies: a promise is kept for an hour.</summary>
    private static readonly TimeSpan LongestOperation = TimeSpan.FromMinutes(45);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan VisibilityTimeout = TimeSpan.FromSeconds(30);
    private static readonly double[] Seconds = [0.3, 1, 3, 6, 9, 10, 11, 20, 29, 31, 36, 59, 61, 90, 180, 400];
    private static readonly string[] Keys = ["first", "other"];
    private static readonly Moment[] Moments = Enum.GetValues<Moment>();

    private readonly Random random;
    private readonly Odds<Action> events;
    private readonly Odds<Action> faults;
    private readonly (Moment Moment, Action<int> Spring)[] traps;
    private readonly Odds<Func<CachingInstance, string, Task>> operations;

    /// <summary>For how long things last, in seconds.</summary>
    private readonly double[] spans;

    /// <summary>How often things simply go on.</summary>
    private readonly double haste;

    /// <summary>How often a message that is there is taken next.</summary>
    private readonly double diligence;

    /// <summary>Whether nothing else is changed while a promise is to be kept, which would mend what went wrong.</summary>
    private readonly bool waits;

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
    private DateTimeOffset forgot = DateTimeOffset.MinValue;
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
        (haste, diligence, waits) = (0.75 + (random.NextDouble() * 0.2), random.Next(4) == 0 ? 0.1 : 0.75, random.Next(3) > 0);
        spans = [.. Enumerable.Range(0, 4).Select(_ => Seconds[random.Next(Seconds.Length)])];
        events = new Odds<Action>(random, (Pass, 60), (() => Kill(random.Next(Instances)), 15), (() => Pause(random.Next(Instances), Span()), 20), (() => faults!.Draw()(), 15), (Publish, 40), (Begin, 150));
        faults = Faults();
        traps = NewTraps();
        operations = Operations();
    }

    /// <summary>Lives it and returns which answer was wrong; null when none was.</summary>
    public static string? Run(int seed, PlantedBug bug = PlantedBug.None)
    {
        var history = new CacheHistory(seed, bug);
        history.Prepare();
        for (var step = 0; step < Steps && history.time.Now < Latest && history.answers.Violation is null; step++)
        {
            history.Step();
        }

        return history.answers.Violation ?? history.End();
    }

    /// <summary>Every key has a link.</summary>
    private void Prepare()
    {
        gate.IsOpen = true;
        Array.ForEach(Keys, key => Finish(instance => CreateAsync(instance, key)));
        gate.IsOpen = false;
    }

    private void Step()
    {
        time.Now += Tick;
        if (random.NextDouble() < (IsCalm() ? CalmHaste : haste))
        {
            GoOn();
        }
        else
        {
            events.Draw()();
        }

        KillTheSlow();
        context.Run();
        Array.ForEach(instances, instance => instance.ThrowIfFailed());
    }

    private void KillTheSlow()
    {
        while (Array.FindIndex(instances, instance => time.Now - instance.BusySince > LongestOperation) is >= 0 and var index)
        {
            Kill(index);
        }
    }

    private void Pass() => time.Now += Span();

    private TimeSpan Span() => TimeSpan.FromSeconds(spans[random.Next(spans.Length)]);

    private TimeSpan LongSpan() => Span() * random.Next(1, 6);

    private void Begin() => StartSomething(Take() ?? NextOperation());

    /// <summary>A call goes on; where none can, something begins or time passes.</summary>
    private void GoOn()
    {
        if (!gate.TryRelease(number => Awake().Any(instance => instance.Number == number)))
        {
            (random.Next(2) == 0 ? (Action)Begin : Pass)();
        }
    }

    /// <summary>Whether no promise is left to be kept.</summary>
    private bool IsCalm() => queue.Messages.TrueForAll(message => message.DoneAt is not null);

    /// <summary>What happens in this history at moments of instances, every other time: what has to come together to do harm, or what chance brings.</summary>
    private (Moment Moment, Action<int> Spring)[] NewTraps() => random.Next(8) switch
    {
        // A writer that comes after all marks, and dies before its own.
        0 => [(Moment.Promised, index => Pause(index, Minutes(3, 10))), (Moment.RowReplaced, Kill)],

        // The queue and Redis are away for longer than a message is tried.
        1 => [(Moment.Promised, _ => redis.DownUntil = queue.DownUntil = time.Now + Minutes(3, 10))],

        // A reader that adds what was replaced meanwhile, as late as it may or later.
        2 => [(Moment.RowRead, Overtake)],

        // A failover that takes marks back.
        3 => [(Moment.Marked, _ => Forget())],
        _ => [.. Enumerable.Range(0, Traps).Select(_ => (Moments[random.Next(Moments.Length)], Fault()))],
    };

    private Action<int> Fault()
    {
        var fault = faults.Draw();
        return random.Next(8) switch
        {
            0 or 1 => Kill,
            2 or 3 => index => Pause(index, LongSpan()),
            4 => _ => Pass(),
            5 => _ => ChangeSomething(),
            _ => _ => fault(),
        };
    }

    private void Pause(int index, TimeSpan length) => instances[index].PausedUntil = time.Now + length;

    /// <summary>An instance stands still while another changes what it has just read.</summary>
    private void Overtake(int index)
    {
        Pause(index, TimeSpan.FromSeconds(random.Next(20, 40)));
        ChangeSomething();
    }

    private void ChangeSomething() => StartSomething(instance => ChangeAsync(instance, Keys[random.Next(Keys.Length)], new LinkChange { Url = NextUrl() }));

    private TimeSpan Minutes(int least, int most) => TimeSpan.FromMinutes(least + (random.NextDouble() * (most - least)));

    private void OnHappened(int number, Moment moment)
    {
        foreach (var (_, spring) in Array.FindAll(traps, trap => trap.Moment == moment && !gate.IsOpen))
        {
            if (Array.FindIndex(instances, instance => instance.Number == number) is >= 0 and var index && random.Next(2) == 0)
            {
                spring(index);
            }
        }
    }

    private CachingInstance[] Awake() => Array.FindAll(instances, instance => instance.PausedUntil <= time.Now);

    /// <summary>What befalls Redis and the queue.</summary>
    private Odds<Action> Faults() => new(
        random,
        (Forget, 2),
        (() => redis.Evict(Keys[random.Next(Keys.Length)]), 2),
        (() => queue.DownUntil = time.Now + LongSpan(), 1),
        (() => redis.DownUntil = time.Now + LongSpan(), 2),
        (() => redis.DownUntil = queue.DownUntil = time.Now + LongSpan(), 2));

    /// <summary>
    /// Redis forgets; but not twice while one promise is being kept, nor within a minute of its last mark: each holds for one failover.
    /// </summary>
    private void Forget()
    {
        if (!queue.Messages.TrueForAll(message => message.Content.Since - (MaxClockError * 2) > forgot || message.DoneAt < time.Now - ForgetLink.BetweenMarks))
        {
            return;
        }

        forgot = time.Now;
        if (random.Next(2) == 0)
        {
            redis.FailOver(TimeSpan.FromSeconds(random.Next(55)), ClockError());
        }
        else
        {
            redis.Restart();
        }
    }

    /// <summary>One instance hears of one change, or never does.</summary>
    private void Publish()
    {
        if (redis.Undelivered.Count > 0)
        {
            var next = redis.Undelivered[random.Next(redis.Undelivered.Count)];
            redis.Undelivered.Remove(next);
            if (random.Next(2) == 0 && Awake().Any(instance => instance.Number == next.Instance))
            {
                next.Hear();
            }
        }
    }

    private bool StartSomething(Func<CachingInstance, Task> operation)
    {
        var idle = Array.FindAll(Awake(), instance => instance.Busy < MaxBusy);
        if (idle.Length > 0)
        {
            idle[random.Next(idle.Length)].Start(operation);
        }

        return idle.Length > 0;
    }

    private Func<CachingInstance, Task> NextOperation()
    {
        var (operation, key) = (waits && !IsCalm() ? FollowAsync : operations.Draw(), Keys[random.Next(Keys.Length)]);
        return instance => operation(instance, key);
    }

    private Odds<Func<CachingInstance, string, Task>> Operations() => new(
        random,
        (FollowAsync, 80),
        ((instance, key) => ChangeAsync(instance, key, new LinkChange { Url = NextUrl() }), 5),
        ((instance, key) => ChangeAsync(instance, key, new LinkChange { Title = NextUrl() }), 1),
        ((instance, key) => ChangeAsync(instance, key, new LinkChange { ExpiresAt = instance.Clock.GetUtcNow() + SomeMinutes() }), 1),
        ((instance, key) => instance.Editor.DeleteAsync(key, Shortener.Admin, CancellationToken.None), 2),
        ((instance, key) => instance.Editor.RestoreAsync(key, new LinkRestoration { ExpiresIn = SomeMinutes() }, Shortener.Admin, CancellationToken.None), 4),
        (CreateAsync, 5),
        (CleanUpAsync, 3));

    private Task<LinkResult> CreateAsync(CachingInstance instance, string key) =>
        instance.Creator.CreateAsync(new NewLink { Url = NextUrl(), Alias = key, ExpiresIn = TimeSpan.FromDays(9) }, Shortener.Owner, Shortener.Address, CancellationToken.None);

    private static Task<LinkResult> ChangeAsync(CachingInstance instance, string key, LinkChange change) =>
        instance.Editor.ChangeAsync(key, change, Shortener.Admin, Shortener.Address, CancellationToken.None);

    private string NextUrl() => $"https://example.com/{++urls}";

    private TimeSpan SomeMinutes() => TimeSpan.FromMinutes(random.Next(1, 90));

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
        return visible.Length == 0 || random.NextDouble() > diligence ? null : instance => HandleAsync(instance, visible[random.Next(visible.Length)]);
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

    private CachingInstance NewInstance()
    {
        var number = made++;
        return new CachingInstance(number, random.Next(), links, queue, redis, gate, settings, time, new SimulatedClock(time, ClockError()), bug, moment => OnHappened(number, moment));
    }

    private TimeSpan ClockError() => MaxClockError * ((random.NextDouble() * 2) - 1);

    /// <summary>All instances die, the network is well again, and the queue runs until it is empty: then nobody may be told what is not so.</summary>
    private string? End()
    {
        for (var index = 0; index < Instances; index++)
        {
            Kill(index);
        }

        (gate.IsOpen, redis.DownUntil, queue.DownUntil) = (true, time.Now, time.Now);
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
