using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// Holds every call to a store twice, before it is made and before its answer arrives, until the history lets it go on.
/// In between an instance may die, and requests and answers get lost.
/// </summary>
internal sealed class CallGate(Random random)
{
    private readonly List<(int Instance, TaskCompletionSource Call)> held = [];
    private readonly HashSet<int> dead = [];

    /// <summary>How many of a hundred requests, and of answers, get lost.</summary>
    public int LossRate { get; init; } = 3;

    /// <summary>Calls go through at once and nothing gets lost.</summary>
    public bool IsOpen { get; set; }

    public int Held => held.Count;

    /// <exception cref="StoreUnavailableException">The request or the answer got lost.</exception>
    public async Task<T> CallAsync<T>(int instance, Func<T> call)
    {
        await PassAsync(instance);
        LoseSometimes("request");
        var answer = call();
        await PassAsync(instance);
        LoseSometimes("answer");
        return answer;
    }

    /// <summary>Lets one held call go on; false if there is none.</summary>
    public bool TryRelease()
    {
        if (held.Count == 0)
        {
            return false;
        }

        var index = random.Next(held.Count);
        var call = held[index].Call;
        held.RemoveAt(index);
        call.SetResult();
        return true;
    }

    /// <summary>The instance is dead: nothing that it waits for ever comes, and what its timers still begin never happens.</summary>
    public void Drop(int instance)
    {
        dead.Add(instance);
        held.RemoveAll(item => item.Instance == instance);
    }

    private Task PassAsync(int instance)
    {
        var call = new TaskCompletionSource();
        if (dead.Contains(instance))
        {
            return call.Task;
        }

        if (IsOpen)
        {
            return Task.CompletedTask;
        }

        held.Add((instance, call));
        return call.Task;
    }

    private void LoseSometimes(string what)
    {
        if (!IsOpen && random.Next(100) < LossRate)
        {
            throw new StoreUnavailableException($"The {what} got lost.");
        }
    }
}
