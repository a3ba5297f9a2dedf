using Serverless.Core.Messaging.Cursors;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>The instances of a history, and what they are doing.</summary>
internal sealed class InstanceGroup
{
    public const int Count = 3;

    private const int OperationsAnInstance = 4;

    private readonly World world;
    private readonly SimulationContext context;
    private readonly Random random;
    private readonly Action<string> fail;
    private readonly SimulatedInstance[] instances;
    private readonly List<(int Instance, Task Task)> operations = [];
    private int made;

    /// <param name="fail">Told of what no operation may end with.</param>
    public InstanceGroup(World world, SimulationContext context, Random random, Action<string> fail)
    {
        (this.world, this.context, this.random, this.fail) = (world, context, random, fail);
        instances = [.. Enumerable.Range(0, Count).Select(_ => Create())];
    }

    public SimulatedInstance First => instances[0];

    public SimulatedInstance Any() => instances[random.Next(Count)];

    /// <summary>Another instance, which only its maker uses.</summary>
    public SimulatedInstance Create() => new(made++, random.Next(), world);

    /// <summary>Has some instance begin what chance decides, unless it has enough to do.</summary>
    public void StartSomething(Func<Func<SimulatedInstance, Task>> next)
    {
        var instance = Any();
        if (operations.Count(operation => operation.Instance == instance.Number) < OperationsAnInstance)
        {
            Start(instance, next());
        }
    }

    public void Start(SimulatedInstance instance, Func<SimulatedInstance, Task> operation)
    {
        operations.Add((instance.Number, operation(instance)));
        context.Drain();
    }

    /// <summary>Runs what there is to run, and looks at what came to its end.</summary>
    public void Advance()
    {
        context.Drain();
        foreach (var (_, task) in operations.Where(operation => operation.Task.IsCompleted))
        {
            if (task.Exception?.InnerException is { } exception and not (StoreUnavailableException or WriteConflictException or SubscriptionGoneException))
            {
                fail(exception.ToString());
            }
        }

        operations.RemoveAll(operation => operation.Task.IsCompleted);
    }

    /// <summary>An instance dies with all that it was doing, and another takes its place.</summary>
    /// <returns>The number of the dead.</returns>
    public int Kill(int index)
    {
        var number = instances[index].Number;
        world.Gate.Drop(number);
        operations.RemoveAll(operation => operation.Instance == number);
        instances[index] = Create();
        return number;
    }

    /// <summary>Has one instance do something that nothing holds up.</summary>
    public void Finish(Func<SimulatedInstance, Task> operation)
    {
        Start(First, operation);
        if (!operations[^1].Task.IsCompleted)
        {
            fail("With an open gate an operation waited.");
        }

        Advance();
    }
}
