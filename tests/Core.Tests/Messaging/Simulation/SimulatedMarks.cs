using Serverless.Core.Messaging.Push;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>What an instance sees of the marks of wake-ups. Without an answer there is no mark.</summary>
internal sealed class SimulatedMarks(World world, int instance) : IWakeUpMarks
{
    public async Task<bool> TrySetAsync(string lane, long next)
    {
        try
        {
            return await world.Gate.CallAsync(instance, () => TrySet(lane, next));
        }
        catch (Core.Storage.StoreUnavailableException)
        {
            return true;
        }
    }

    /// <summary>Where that bug is planted, a mark goes when its time is over, and not before the lane is looked at.</summary>
    public Task<long> ClearAsync(string lane) => world.Bug == Bug.ClearsWakeUpsTooLate ? Task.FromResult(0L) : TryClearAsync(lane);

    private async Task<long> TryClearAsync(string lane)
    {
        try
        {
            return await world.Gate.CallAsync(instance, () => world.Marks.Remove(lane, out var mark) ? mark.Next : 0);
        }
        catch (Core.Storage.StoreUnavailableException)
        {
            // It ends by itself.
            return 0;
        }
    }

    private bool TrySet(string lane, long next)
    {
        var now = world.Time.GetUtcNow();
        var isNew = !world.Marks.TryGetValue(lane, out var mark) || mark.Until <= now;
        world.Marks[lane] = isNew ? (now + IWakeUpMarks.Lifetime, next) : mark with { Next = Math.Max(mark.Next, next) };
        return isNew;
    }
}
