using System.Runtime.InteropServices;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What is out, a group for each lease and deadline, in the order of their first messages. The memory is used again.</summary>
internal sealed class LeaseGroups
{
    private readonly Dictionary<(ulong Lease, DateTimeOffset Deadline, byte Concurrency), int> groups = [];
    private readonly List<int> ends = [];
    private readonly List<int> groupOf = [];
    private readonly List<OutstandingMessage> arranged = [];

    public int Count => ends.Count;

    /// <summary>The messages of a group, by number.</summary>
    public ReadOnlySpan<OutstandingMessage> this[int group] => CollectionsMarshal.AsSpan(arranged)[(group == 0 ? 0 : ends[group - 1])..ends[group]];

    /// <summary>Forgets what was before.</summary>
    public void Arrange(MessageSet<OutstandingMessage> outstanding)
    {
        CountSizes(outstanding);
        var start = 0;
        for (var group = 0; group < ends.Count; group++)
        {
            (ends[group], start) = (start, start + ends[group]);
        }

        // Each end moves from its group's start to where it belongs.
        CollectionsMarshal.SetCount(arranged, outstanding.Count);
        var place = 0;
        foreach (var message in outstanding)
        {
            arranged[ends[groupOf[place++]]++] = message;
        }
    }

    private void CountSizes(MessageSet<OutstandingMessage> outstanding)
    {
        groups.Clear();
        ends.Clear();
        groupOf.Clear();
        var (last, group) = (default(OutstandingMessage), 0);
        foreach (var message in outstanding)
        {
            // Those of a pull mostly stand together.
            if (ends.Count == 0 || message.Lease != last.Lease || message.Deadline != last.Deadline || message.Concurrency != last.Concurrency)
            {
                group = GroupOf(message);
            }

            ends[group]++;
            groupOf.Add(group);
            last = message;
        }
    }

    private int GroupOf(OutstandingMessage message)
    {
        var key = (message.Lease, message.Deadline, message.Concurrency);
        if (!groups.TryGetValue(key, out var group))
        {
            group = ends.Count;
            groups.Add(key, group);
            ends.Add(0);
        }

        return group;
    }
}
