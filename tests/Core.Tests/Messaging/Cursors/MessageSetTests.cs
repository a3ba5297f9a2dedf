using System.Runtime.CompilerServices;
using CsCheck;
using Serverless.Core.Messaging.Cursors;

namespace Serverless.Core.Tests.Messaging.Cursors;

public sealed class MessageSetTests
{
    private static readonly long[] Ends = [long.MinValue, -1, 63, 64, long.MaxValue];

    /// <summary>Numbers that share blocks, that are far apart, and the ends of what there is.</summary>
    private static readonly Gen<long> Numbers = Gen.Frequency(
        (12, Gen.Long[0, 300]), (2, Gen.Long[-70, 70]), (1, Gen.Long), (1, Gen.Int[0, 4].Select(i => Ends[i])));

    private static readonly Gen<(Act, long, long)> Changes = Gen.Select(
        Gen.Frequency((6, Gen.Const(Act.Put)), (5, Gen.Const(Act.Remove)), (3, Gen.Const(Act.RemoveRange)), (2, Gen.Const(Act.Build)), (1, Gen.Const(Act.PutRange))), Numbers, Gen.Long[0, 200]);

    private enum Act
    {
        Put,
        PutRange,
        Remove,
        RemoveRange,
        Build,
    }

    /// <summary>Through many steps, of which each begins with the set that the one before built: as a sorted dictionary does, and no set that was built changes.</summary>
    [Fact]
    public void Holds_what_was_put_and_not_removed() => Changes.Array[1, 60].Array[1, 8].Sample(steps =>
    {
        var model = new SortedDictionary<long, Message>();
        MessageSet<Message> set = [];
        var built = new List<(MessageSet<Message> Set, Message[] Messages)>();
        var serial = 0;
        foreach (var changes in steps)
        {
            var builder = new MessageSetBuilder<Message>(set);
            foreach (var (act, number, count) in changes)
            {
                foreach (var each in act is Act.PutRange or Act.RemoveRange ? Range(number, count) : [number])
                {
                    Do(act, each);
                }

                Assert.Equal(model.Count, builder.Count);
                Assert.Equal(model.TryGetValue(number, out var found) ? found : null, builder.Find(number));
            }

            Build();

            void Do(Act act, long number)
            {
                switch (act)
                {
                    case Act.Put or Act.PutRange:
                        model[number] = new Message(number, ++serial);
                        builder.Put(model[number]);
                        break;
                    case Act.Remove or Act.RemoveRange:
                        Assert.Equal(model.Remove(number), builder.Remove(number));
                        break;
                    default:
                        Build();
                        break;
                }
            }

            void Build()
            {
                set = builder.ToSet();
                built.Add((set, [.. model.Values]));
            }
        }

        Assert.All(built, each => AssertSame(each.Messages, each.Set));
    });

    [Fact]
    public void Is_made_of_messages_in_their_order() => Numbers.HashSet[0, 100].Sample(numbers =>
    {
        Message[] messages = [.. numbers.Order().Select(number => new Message(number, 1))];
        MessageSet<Message> set = [.. messages];
        AssertSame(messages, set);
    });

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    [InlineData(64, 63)]
    public void Is_not_made_of_messages_in_another_order(long first, long second) =>
        Assert.Throws<ArgumentException>(() => MessageSet.Of<Message>([new Message(first, 1), new Message(second, 1)]));

    [Fact]
    public void Is_empty_when_cleared()
    {
        var builder = new MessageSetBuilder<Message>([new Message(1, 1), new Message(100, 1)]);
        builder.Put(new Message(2, 1));
        builder.Clear();
        Assert.Equal((0, null), (builder.Count, builder.Find(1)));
        builder.Put(new Message(3, 1));
        AssertSame([new Message(3, 1)], builder.ToSet());
    }

    /// <summary>What a step does not touch it does not copy: that is what the set is for.</summary>
    [Fact]
    public void Costs_what_changes_and_not_what_it_holds()
    {
        MessageSet<Message> set = [.. Enumerable.Range(0, 10_000).Select(number => new Message(number, 1))];
        Change();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var changed = Change();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 10_000 * Unsafe.SizeOf<Message>() / 8);
        Assert.Equal(9_998, changed.Count);

        MessageSet<Message> Change()
        {
            var builder = new MessageSetBuilder<Message>(set);
            Array.ForEach([70, 700, 7_000], number => builder.Remove(number));
            builder.Put(new Message(200, 2));
            builder.Put(new Message(10_100, 1));
            return builder.ToSet();
        }
    }

    /// <summary>A message that is left does not keep the memory of all that came with it.</summary>
    [Fact]
    public void Keeps_the_memory_of_no_more_than_four_times_what_it_holds()
    {
        var payloads = new List<WeakReference>();
        var set = LeaveOneInEachBlock(payloads);
        GC.Collect();
        Assert.InRange(payloads.Count(payload => payload.IsAlive), 10, 40);
        Assert.Equal(10, set.Count);

        // By itself: a method that is not optimized keeps alive what it has done with.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static MessageSet<Message> LeaveOneInEachBlock(List<WeakReference> payloads)
        {
            MessageSet<Message> set = [.. Enumerable.Range(0, 640).Select(number => new Message(number, 1, new object()))];
            payloads.AddRange(set.Select(message => new WeakReference(message.Payload)));
            foreach (var number in Enumerable.Range(0, 640).Where(number => number % 64 != 7))
            {
                var builder = new MessageSetBuilder<Message>(set);
                builder.Remove(number);
                set = builder.ToSet();
            }

            return set;
        }
    }

    private static IEnumerable<long> Range(long first, long count)
    {
        for (var i = 0L; i < count && first <= long.MaxValue - i; i++)
        {
            yield return first + i;
        }
    }

    private static void AssertSame(Message[] expected, MessageSet<Message> set)
    {
        Assert.Equal(expected, set);
        Assert.Equal(expected, Enumerable.Range(0, set.Count).Select(place => set[place]));
        Assert.All(expected, message => Assert.Equal(message, set.Find(message.Number)));
        Assert.All(expected.Where(message => message.Number < long.MaxValue), message =>
            Assert.Equal(expected.Any(other => other.Number == message.Number + 1), set.Find(message.Number + 1) is not null));
        Assert.Equal((expected.Length, expected.Length == 0, expected.Length == 0 ? null : expected[0].Number), (set.Count, set.IsEmpty, set.Lowest));
        Assert.Throws<ArgumentOutOfRangeException>(() => set[expected.Length]);
    }

    internal readonly record struct Message(long Number, int Serial, object? Payload = null) : INumbered;
}
