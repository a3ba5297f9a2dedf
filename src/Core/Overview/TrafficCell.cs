namespace Serverless.Core.Overview;

/// <summary>Counts one thing by the minute, without a lock on the way of who counts, until it is taken.</summary>
internal sealed class TrafficCell
{
    // As many as may be counted before they are taken: the present minute and those just over.
    private const int Slots = 4;

    private readonly Lock gate = new();
    private readonly long[] minutes = new long[Slots];
    private readonly long[] counts = new long[Slots];
    private List<(long Minute, long Count)> earlier = [];

    /// <summary>How often it was taken since something was counted.</summary>
    public int IdleFor { get; private set; }

    public void Add(long minute, long count)
    {
        var slot = (int)(minute % Slots);
        if (Volatile.Read(ref minutes[slot]) != minute)
        {
            Turn(slot, minute);
        }

        Interlocked.Add(ref counts[slot], count);
    }

    /// <summary>All that was counted since the last time, each once.</summary>
    public IReadOnlyList<(long Minute, long Count)> Take()
    {
        lock (gate)
        {
            var taken = earlier;
            earlier = [];
            for (var slot = 0; slot < Slots; slot++)
            {
                Keep(slot, taken);
            }

            IdleFor = taken.Count > 0 ? 0 : IdleFor + 1;
            return taken;
        }
    }

    private void Turn(int slot, long minute)
    {
        lock (gate)
        {
            if (minutes[slot] != minute)
            {
                Keep(slot, earlier);
                Volatile.Write(ref minutes[slot], minute);
            }
        }
    }

    private void Keep(int slot, List<(long Minute, long Count)> kept)
    {
        var count = Interlocked.Exchange(ref counts[slot], 0);
        if (count > 0)
        {
            kept.Add((minutes[slot], count));
        }
    }
}
