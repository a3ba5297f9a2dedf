using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the marks of wake-ups. Without an answer there is no mark.</summary>
internal sealed class SimulatedMarks(World world, int instance) : IWakeUpMarks
{
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

    /// <summary>Where that bug is planted, a mark goes when its time is over, and not before the lane is looked at.</summary>
    public Task ClearAsync(string lane) => world.Bug == Bug.ClearsWakeUpsTooLate ? Task.CompletedTask : TryClearAsync(lane);

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
