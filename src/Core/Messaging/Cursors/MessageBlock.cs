using System.Numerics;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a <see cref="MessageSet{T}"/> holds of 64 numbers that follow each other. A message that goes is not moved away, only marked.</summary>
/// <param name="Index">The numbers, divided by 64.</param>
/// <param name="Messages">By number; shared by the blocks that come of this one, and never changed.</param>
/// <param name="Kept">Which numbers <paramref name="Messages"/> is of, lowest bit first.</param>
/// <param name="Held">Which of them the set still holds.</param>
internal readonly record struct MessageBlock<T>(long Index, T[] Messages, ulong Kept, ulong Held)
    where T : struct, INumbered
{
    private const int Shift = 6;

    /// <summary>An array with room for more than so many times what is held of it is copied.</summary>
    private const int MostRoom = 4;

    public int Count => BitOperations.PopCount(Held);

    public static long IndexOf(long number) => number >> Shift;

    public static MessageBlock<T> EmptyAt(long index) => new(index, [], 0, 0);

    /// <summary>Which of the blocks, which are by index, holds a message of the number; negative when none does.</summary>
    public static int PlaceOf(ReadOnlySpan<MessageBlock<T>> blocks, long number)
    {
        var (low, high, index) = (0, blocks.Length - 1, IndexOf(number));
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (blocks[middle].Index == index)
            {
                return blocks[middle].Holds(number) ? middle : -1;
            }

            (low, high) = blocks[middle].Index < index ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>The message of a number that is held.</summary>
    public ref readonly T MessageOf(long number) => ref Messages[BitOperations.PopCount(Kept & (BitOf(number) - 1))];

    public MessageBlock<T> Without(long number) => this with { Held = Held & ~BitOf(number) };

    /// <param name="added">By number, of this block's numbers, none of which is held.</param>
    public MessageBlock<T> With(ReadOnlySpan<T> added)
    {
        if (added.IsEmpty && (Held == 0 || Messages.Length <= Count * MostRoom))
        {
            return this;
        }

        var all = Held;
        foreach (ref readonly var message in added)
        {
            all |= BitOf(message.Number);
        }

        var messages = new T[BitOperations.PopCount(all)];
        var next = 0;
        for (var (left, i) = (all, 0); left != 0; left &= left - 1, i++)
        {
            var number = BitOperations.TrailingZeroCount(left);
            messages[i] = Holds(number) ? MessageOf(number) : added[next++];
        }

        return new MessageBlock<T>(Index, messages, all, all);
    }

    private bool Holds(long number) => (Held & BitOf(number)) != 0;

    // Shifting takes a number modulo 64.
    private static ulong BitOf(long number) => 1UL << (int)number;
}
