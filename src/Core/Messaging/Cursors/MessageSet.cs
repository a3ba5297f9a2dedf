using System.Collections;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>
/// Messages by number, never changed. A set that a <see cref="MessageSetBuilder{T}"/> makes of another one shares with it
/// what is the same in both, so that a cursor's step costs what it changes and not what the cursor holds.
/// </summary>
[CollectionBuilder(typeof(MessageSet), nameof(MessageSet.Of))]
public sealed class MessageSet<T> : IReadOnlyList<T>
    where T : struct, INumbered
{
    internal MessageSet(MessageBlock<T>[] blocks)
    {
        Blocks = blocks;
        foreach (ref readonly var block in blocks.AsSpan())
        {
            Count += block.Count;
        }
    }

    public int Count { get; }

    public bool IsEmpty => Count == 0;

    /// <summary>The lowest number; null when the set is empty.</summary>
    public long? Lowest => IsEmpty ? null : this[0].Number;

    /// <summary>By index; none is empty.</summary>
    internal MessageBlock<T>[] Blocks { get; }

    /// <summary>The message at a place in the order of numbers.</summary>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            var messages = GetEnumerator();
            for (var left = index; left >= 0; left--)
            {
                messages.MoveNext();
            }

            return messages.Current;
        }
    }

    /// <summary>Null when there is no message of the number.</summary>
    public T? Find(long number)
    {
        var place = MessageBlock<T>.PlaceOf(Blocks, number);
        return place >= 0 ? Blocks[place].MessageOf(number) : null;
    }

    public Enumerator GetEnumerator() => new(Blocks);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Goes through the messages by number.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly MessageBlock<T>[] blocks;
        private int next;
        private ulong left;

        internal Enumerator(MessageBlock<T>[] blocks) => this.blocks = blocks;

        public T Current { get; private set; }

        readonly object IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (left == 0)
            {
                if (next == blocks.Length)
                {
                    return false;
                }

                left = blocks[next++].Held;
            }

            Current = blocks[next - 1].MessageOf(BitOperations.TrailingZeroCount(left));
            left &= left - 1;
            return true;
        }

        void IEnumerator.Reset() => (next, left) = (0, 0);

        public readonly void Dispose()
        {
        }
    }
}

/// <summary>Makes sets of messages.</summary>
public static class MessageSet
{
    /// <param name="messages">By number, none of which comes twice.</param>
    /// <exception cref="ArgumentException">They are in another order.</exception>
    public static MessageSet<T> Of<T>(ReadOnlySpan<T> messages)
        where T : struct, INumbered
    {
        for (var i = 1; i < messages.Length; i++)
        {
            if (messages[i].Number <= messages[i - 1].Number)
            {
                throw new ArgumentException("Messages are not in the order of their numbers.", nameof(messages));
            }
        }

        return new MessageSet<T>(MessageSetBuilder<T>.Merge([], messages));
    }
}
