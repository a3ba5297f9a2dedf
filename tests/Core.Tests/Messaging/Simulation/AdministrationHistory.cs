using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// One life of the message queue in which names are used again and again: instances make, change and delete the same few
/// topics and subscriptions at once, publish and consume by name, each with a memory of its own and behind replicas that lag;
/// they are killed, requests and answers get lost, messages die and come back by a seek, and now and then a stream loses its end.
/// </summary>
internal sealed class AdministrationHistory
{
    private const int Instances = 3;
    private const int OperationsAnInstance = 4;
    private const int Steps = 2_000;
    private const int MostRounds = 200;
    private const int RoundsASweep = 6;

    private readonly Random random;
    private readonly World world;
    private readonly SimulationContext context;
    private readonly AdministrationActions actions;
    private readonly SimulatedInstance[] instances;
    private readonly List<(int Instance, Task Task)> operations = [];
    private int made;

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
        instances = [.. Enumerable.Range(0, Instances).Select(_ => NewInstance())];
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
                Kill(random.Next(Instances));
                break;
            case 4 when random.Next(4) == 0:
                LoseTheEnd();
                break;
            case < 20:
                StartSomething();
                break;
            default:
                _ = world.Gate.TryRelease() || StartSomething();
                break;
        }

        context.Drain();
        Reap();
    }

    private bool StartSomething()
    {
        var instance = instances[random.Next(Instances)];
        if (operations.Count(operation => operation.Instance == instance.Number) < OperationsAnInstance)
        {
            RepeatingNumberGenerator.Begin();
            operations.Add((instance.Number, actions.Next(instance)));
            context.Drain();
        }

        return true;
    }

    private void Reap()
    {
        foreach (var (_, task) in operations.Where(operation => operation.Task.IsCompleted))
        {
            if (task.Exception?.InnerException is { } exception and not (StoreUnavailableException or WriteConflictException or SubscriptionGoneException))
            {
                actions.Fail(exception.ToString());
            }
        }

        operations.RemoveAll(operation => operation.Task.IsCompleted);
    }

    private void Kill(int index)
    {
        var number = instances[index].Number;
        world.Gate.Drop(number);
        actions.Forget(number);
        operations.RemoveAll(operation => operation.Instance == number);
        instances[index] = NewInstance();
    }

    private SimulatedInstance NewInstance() => new(made++, random.Next(), world);

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
            actions.Observe(NewInstance(), topic);
            context.Drain();
        }

        (world.Gate.IsOpen, world.Replicas.AreFresh) = (false, false);
    }

    /// <summary>All instances die; then nothing fails any more, consumers take everything, and the timers run until nothing is left to do.</summary>
    private string? End()
    {
        for (var index = 0; index < Instances; index++)
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
                Finish(instance => instance.Sweep.RunAsync(CancellationToken.None));
                Finish(instance => instance.Trimmer.RunAsync(CancellationToken.None));
                Finish(instance => instance.Deleted.RunAsync(CancellationToken.None));
            }

            while (world.Queue.TryTake(random) is { } message)
            {
                Finish(instance => actions.WorkAsync(instance, message));
            }

            actions.Live().ForEach(live => Finish(instance => actions.ConsumeAsync(instance, live.Topic, live.Subscription)));
            if (actions.IsDrained() && round > RoundsASweep * 4)
            {
                break;
            }
        }

        return actions.Violation ?? actions.Judge();
    }

    private void Finish(Func<SimulatedInstance, Task> operation)
    {
        var task = operation(instances[0]);
        context.Drain();
        if (!task.IsCompleted)
        {
            actions.Fail("With an open gate an operation waited.");
        }

        operations.Add((instances[0].Number, task));
        Reap();
    }
}
