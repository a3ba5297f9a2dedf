using Serverless.Core.Storage;

namespace Serverless.Core.Tests.UrlShortening.Simulation;

/// <summary>
/// Holds every call to a store twice, before it is made and before its answer arrives, until the history lets it go on:
/// so one thread runs all instances, and the seed alone decides who comes first, who dies and what gets lost.
/// </summary>
internal sealed class StoreGate(Random random)
{
    private const double LossRate = 0.03;

    private readonly List<(int Instance, TaskCompletionSource Call)> held = [];

    /// <summary>Calls go through at once and nothing is lost.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Makes a call for an instance.</summary>
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

    /// <summary>Lets one held call go on, if there is one of an instance that may.</summary>
    public bool TryRelease(Func<int, bool> mayGoOn)
    {
        var ready = held.Where(item => mayGoOn(item.Instance)).ToArray();
        if (ready.Length == 0)
        {
            return false;
        }

        var next = ready[random.Next(ready.Length)];
        held.Remove(next);
        next.Call.SetResult();
        return true;
    }

    /// <summary>The instance is dead: nothing that it waits for ever comes.</summary>
    public void Drop(int instance) => held.RemoveAll(item => item.Instance == instance);

    private Task PassAsync(int instance)
    {
        if (IsOpen)
        {
            return Task.CompletedTask;
        }

        var call = new TaskCompletionSource();
        held.Add((instance, call));
        return call.Task;
    }

    private void LoseSometimes(string what)
    {
        if (!IsOpen && random.NextDouble() < LossRate)
        {
            throw new StoreUnavailableException($"The {what} got lost.");
        }
    }
}
