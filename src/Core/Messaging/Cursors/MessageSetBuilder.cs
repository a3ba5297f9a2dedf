using System.Buffers;
using System.Runtime.InteropServices;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>A <see cref="MessageSet{T}"/> while commands change it. Messages that are put gather, and go to their blocks all at once.</summary>
public sealed class MessageSetBuilder<T>(MessageSet<T> start)
    where T : struct, INumbered
{
    /// <summary>By number; none of them is held in a block.</summary>
    private readonly List<T> gathered = [];

    private MessageBlock<T>[] blocks = start.Blocks;
    private bool isShared = true;
    private MessageSet<T>? current = start;

    public int Count { get; private set; } = start.Count;

    public T? Find(long number)
    {
        if (PlaceOf(number) is >= 0 and var gatheredAt)
        {
            return gathered[gatheredAt];
        }

        var place = MessageBlock<T>.PlaceOf(blocks, number);
        return place >= 0 ? blocks[place].MessageOf(number) : null;
    }

    /// <summary>Makes room for so many messages that are put next.</summary>
    public void Expect(int more) => gathered.EnsureCapacity(gathered.Count + more);

    public void Put(T message)
    {
        Remove(message.Number);
        gathered.Insert(~PlaceOf(message.Number), message);
        Count++;
        current = null;
    }

    /// <summary>Whether there was one.</summary>
    public bool Remove(long number)
    {
        if (PlaceOf(number) is >= 0 and var gatheredAt)
        {
            gathered.RemoveAt(gatheredAt);
        }
        else if (!TryRemoveFromBlock(number))
        {
            return false;
        }

        Count--;
        current = null;
        return true;
    }

    public void Clear()
    {
        gathered.Clear();
        (blocks, isShared, current, Count) = ([], true, null, 0);
    }

    /// <summary>What the set is now; it stays so when there are further changes.</summary>
    public MessageSet<T> ToSet()
    {
        if (current is null)
        {
            current = new MessageSet<T>(Merge(blocks, CollectionsMarshal.AsSpan(gathered)));
            (blocks, isShared) = (current.Blocks, true);
            gathered.Clear();
        }

        return current;
    }

    /// <param name="added">By number; none of them is held in a block.</param>
    internal static MessageBlock<T>[] Merge(ReadOnlySpan<MessageBlock<T>> blocks, ReadOnlySpan<T> added)
    {
        var merged = ArrayPool<MessageBlock<T>>.Shared.Rent(blocks.Length + added.Length);
        var count = 0;
        while (!blocks.IsEmpty || !added.IsEmpty)
        {
            var index = Math.Min(
                blocks.IsEmpty ? long.MaxValue : blocks[0].Index, added.IsEmpty ? long.MaxValue : MessageBlock<T>.IndexOf(added[0].Number));
            var here = 0;
            while (here < added.Length && MessageBlock<T>.IndexOf(added[here].Number) == index)
            {
                here++;
            }

            var isOld = !blocks.IsEmpty && blocks[0].Index == index;
            var block = (isOld ? blocks[0] : MessageBlock<T>.EmptyAt(index)).With(added[..here]);
            blocks = blocks[(isOld ? 1 : 0)..];
            added = added[here..];
            if (block.Count > 0)
            {
                merged[count++] = block;
            }
        }

        var result = merged.AsSpan(0, count).ToArray();
        ArrayPool<MessageBlock<T>>.Shared.Return(merged, clearArray: true);
        return result;
    }

    private bool TryRemoveFromBlock(long number)
    {
        var place = MessageBlock<T>.PlaceOf(blocks, number);
        if (place < 0)
        {
            return false;
        }

        if (isShared)
        {
            (blocks, isShared) = ([.. blocks], false);
        }

        blocks[place] = blocks[place].Without(number);
        return true;
    }

    /// <summary>The place of a gathered message; the complement of where it would be when it is not there.</summary>
    private int PlaceOf(long number)
    {
        var messages = CollectionsMarshal.AsSpan(gathered);
        var (low, high) = (0, messages.Length - 1);
        if (messages.IsEmpty || messages[high].Number < number)
        {
            return ~messages.Length;
        }

        while (low <= high)
        {
            var middle = (low + high) / 2;
            var found = messages[middle].Number;
            if (found == number)
            {
                return middle;
            }

            (low, high) = found < number ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
