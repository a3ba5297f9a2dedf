using Serverless.Core.Storage;

namespace Serverless.Core.Tests.UrlShortening.Clicks.RollUp;

/// <summary>
/// Holds every call to a store twice, before it is made and before its answer arrives, until the history lets it go on. It loses
/// requests and answers, and some requests arrive long after their sender has given them up.
/// </summary>
internal sealed class ClickGate(Random random)
{
    private const double FaultRate = 0.03;

    private readonly List<(int Owner, TaskCompletionSource Call)> held = [];
    private readonly List<Func<Task>> late = [];

    /// <summary>Calls go through at once and nothing is lost.</summary>
    public bool IsOpen { get; set; }

    /// <exception cref="StoreUnavailableException">The request or the answer got lost.</exception>
    public async Task<T> CallAsync<T>(int owner, Func<Task<T>> call)
    {
        await PassAsync(owner);
        if (Happens())
        {
            throw new StoreUnavailableException("The request got lost.");
        }

        if (Happens())
        {
            late.Add(call);
            throw new StoreUnavailableException("The request is late.");
        }

        var answer = await call();
        await PassAsync(owner);
        return Happens() ? throw new StoreUnavailableException("The answer got lost.") : answer;
    }

    /// <summary>Lets one held call go on, if there is one.</summary>
    public void Release()
    {
        if (held.Count > 0)
        {
            var next = held[random.Next(held.Count)];
            held.Remove(next);
            next.Call.SetResult();
        }
    }

    /// <summary>Makes one of the calls that are late.</summary>
    public void Arrive()
    {
        if (late.Count > 0)
        {
            var next = late[random.Next(late.Count)];
            late.Remove(next);
            Assert.True(next().IsCompletedSuccessfully);
        }
    }

    /// <summary>The owner is dead: nothing that it waits for ever comes, and what it has sent still arrives.</summary>
    public void Drop(int owner) => held.RemoveAll(call => call.Owner == owner);

    /// <summary>Lets everything go on and arrive.</summary>
    public void Open()
    {
        IsOpen = true;
        while (held.Count > 0 || late.Count > 0)
        {
            Release();
            Arrive();
        }
    }

    private bool Happens() => !IsOpen && random.NextDouble() < FaultRate;

    private Task PassAsync(int owner)
    {
        if (IsOpen)
        {
            return Task.CompletedTask;
        }

        var call = new TaskCompletionSource();
        held.Add((owner, call));
        return call.Task;
    }
}
