using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the marks of wake-ups. Without an answer there is no mark.</summary>
internal sealed class SimulatedMarks(World world, int instance) : IWakeUpMarks
{
    /// <summary>So many other calls go by before a mark is cleared that is cleared too late.</summary>
    private const int Lateness = 3;

    public async Task<bool> TrySetAsync(string lane)
    {
        try
        {
            return await world.Gate.CallAsync(instance, () => TrySet(lane));
        }
        catch (Core.Storage.StoreUnavailableException)
        {
            return true;
        }
    }

    public Task ClearAsync(string lane) => world.Bug == Bug.ClearsWakeUpsTooLate ? Task.CompletedTask : TryClearAsync(lane);

    /// <summary>Where that bug is planted, a lane's mark goes when the work on it is done, instead of before it.</summary>
    public async Task FinishAsync(string lane)
    {
        if (world.Bug != Bug.ClearsWakeUpsTooLate)
        {
            return;
        }

        for (var call = 0; call < Lateness; call++)
        {
            await world.Gate.CallAsync(instance, () => true);
        }

        await TryClearAsync(lane);
    }

    private async Task TryClearAsync(string lane)
    {
        try
        {
            await world.Gate.CallAsync(instance, () => world.Marks.Remove(lane));
        }
        catch (Core.Storage.StoreUnavailableException)
        {
            // It ends by itself.
        }
    }

    private bool TrySet(string lane)
    {
        var now = world.Time.GetUtcNow();
        var isNew = !world.Marks.TryGetValue(lane, out var until) || until <= now;
        world.Marks[lane] = isNew ? now + IWakeUpMarks.Lifetime : until;
        return isNew;
    }
}
