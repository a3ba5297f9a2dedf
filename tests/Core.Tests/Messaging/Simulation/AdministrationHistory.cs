namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// One life of the message queue in which names are used again and again: instances make, change and delete the same few
/// topics and subscriptions at once, publish and consume by name, each with a memory of its own and behind replicas that lag;
/// they are killed, requests and answers get lost, messages die and come back by a seek, and now and then a stream loses its end.
/// </summary>
internal sealed class AdministrationHistory
{
    private const int Steps = 2_000;
    private const int MostRounds = 200;
    private const int RoundsASweep = 6;

    private readonly Random random;
    private readonly World world;
    private readonly SimulationContext context;
    private readonly AdministrationActions actions;
    private readonly InstanceGroup instances;

    private AdministrationHistory(int seed, Bug bug, SimulationContext context)
    {
        this.context = context;
        random = new Random(seed);
        var ledger = new AdministrationLedger();
        world = new World(random, isCalm: false, bug)
        {
            Topic = SampleMessages.Topic("none"),
            Push = SampleMessages.Subscription(SampleMessages.Topic("none")),
            Witness = ledger,
            Endpoint = (instance, chance) => new AdministrationEndpoint(world!, ledger, chance, instance),
        };
        ledger.Watch(world);
        actions = new AdministrationActions(world, ledger, random);
        instances = new InstanceGroup(world, context, random, actions.Fail);
    }

    /// <summary>Lives it and returns which guarantee was broken; null when none was.</summary>
    public static string? Run(int seed, Bug bug = Bug.None)
    {
        var context = new SimulationContext();
        SynchronizationContext.SetSynchronizationContext(context);
        var history = new AdministrationHistory(seed, bug, context);
        for (var step = 0; step < Steps && history.actions.Violation is null; step++)
        {
            history.Step();
        }

        return history.actions.Violation ?? history.End();
    }

    private void Step()
    {
        switch (random.Next(100))
        {
            case < 3:
                world.Time.Advance(TimeSpan.FromMilliseconds(random.Next(3) == 0 ? random.Next(60_000) : random.Next(2_000)));
                break;
            case 3 when random.Next(3) == 0:
                Kill(random.Next(InstanceGroup.Count));
                break;
            case 4 when random.Next(4) == 0:
                LoseTheEnd();
                break;
            case < 20:
                instances.StartSomething(NextOperation);
                break;
            default:
                if (!world.Gate.TryRelease())
                {
                    instances.StartSomething(NextOperation);
                }

                break;
        }

        instances.Advance();
    }

    private Func<SimulatedInstance, Task> NextOperation()
    {
        RepeatingNumberGenerator.Begin();
        return actions.Next;
    }

    private void Kill(int index) => actions.Forget(instances.Kill(index));

    /// <summary>
    /// A region takes over that has not got the last commits, at a moment when nothing is on its way; whoever reads next finds
    /// that out. What the instances remember stays.
    /// </summary>
    private void LoseTheEnd()
    {
        (world.Gate.IsOpen, world.Replicas.AreFresh) = (true, true);
        while (world.Gate.TryRelease())
        {
            context.Drain();
        }

        if (actions.LoseTheEnd() is { } topic)
        {
            actions.Observe(instances.Create(), topic);
            context.Drain();
        }

        (world.Gate.IsOpen, world.Replicas.AreFresh) = (false, false);
    }

    /// <summary>All instances die; then nothing fails any more, consumers take everything, and the timers run until nothing is left to do.</summary>
    private string? End()
    {
        for (var index = 0; index < InstanceGroup.Count; index++)
        {
            Kill(index);
        }

        world.Gate.IsOpen = true;
        world.Replicas.AreFresh = true;
        for (var round = 0; round < MostRounds && actions.Violation is null; round++)
        {
            world.Time.Advance(TimeSpan.FromSeconds(10));
            context.Drain();
            if (round % RoundsASweep == 0)
            {
                instances.Finish(instance => instance.Sweep.RunAsync(CancellationToken.None));
                instances.Finish(instance => instance.Mover.RunAsync(CancellationToken.None));
                instances.Finish(instance => instance.Trimmer.RunAsync(CancellationToken.None));
                instances.Finish(instance => instance.Deleted.RunAsync(CancellationToken.None));
            }

            while (world.Queue.TryTake(random) is { } message)
            {
                instances.Finish(instance => actions.WorkAsync(instance, message));
            }

            actions.Live().ForEach(live => instances.Finish(instance => actions.ConsumeAsync(instance, live.Topic, live.Subscription)));
            if (actions.IsDrained() && round > RoundsASweep * 4)
            {
                break;
            }
        }

        return actions.Violation ?? actions.Judge();
    }
}
