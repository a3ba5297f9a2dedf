using System.Collections.Immutable;

namespace Serverless.Core.Messaging.Cursors;

/// <summary>A set of numbers that keeps only those above the lowest one that is missing, a bit each.</summary>
internal sealed class PassedNumbers
{
    private const int WordBits = 64;

    private readonly List<ulong> words;
    private long origin;

    public PassedNumbers(long floor, ImmutableArray<ulong> above)
    {
        (origin, Floor) = (floor, floor);
        words = [.. above];
    }

    /// <summary>The lowest number that is not in the set.</summary>
    public long Floor { get; private set; }

    public bool Contains(long number)
    {
        var bit = number - origin;
        return number < Floor || (bit < words.Count * (long)WordBits && (words[(int)(bit / WordBits)] >> (int)(bit % WordBits) & 1) != 0);
    }

    public void Add(long number)
    {
        if (number < Floor)
        {
            return;
        }

        var word = (int)((number - origin) / WordBits);
        while (words.Count <= word)
        {
            words.Add(0);
        }

        words[word] |= 1UL << (int)((number - origin) % WordBits);
        SkipPassed();
    }

    /// <summary>Adds everything below a number.</summary>
    public void RaiseFloor(long floor)
    {
        Floor = Math.Max(Floor, floor);
        SkipPassed();
        DropWordsBelowFloor();
    }

    /// <summary>Takes out everything from a number on.</summary>
    public void Cut(long next)
    {
        if (next < Floor)
        {
            (origin, Floor) = (next, next);
            words.Clear();
            return;
        }

        for (var number = next; number < origin + (words.Count * (long)WordBits); number++)
        {
            words[(int)((number - origin) / WordBits)] &= ~(1UL << (int)((number - origin) % WordBits));
        }
    }

    /// <summary>The numbers from the floor on and below <paramref name="next"/>, lowest bit first, without empty words at the end.</summary>
    public ImmutableArray<ulong> ToWords(long next)
    {
        var count = (int)((next - Floor + WordBits - 1) / WordBits);
        var shifted = new ulong[Math.Max(0, count)];
        for (var i = 0; i < shifted.Length; i++)
        {
            shifted[i] = WordAt(Floor - origin + ((long)i * WordBits));
        }

        var used = Array.FindLastIndex(shifted, word => word != 0) + 1;
        return [.. shifted.AsSpan(0, used)];
    }

    private void SkipPassed()
    {
        while (Floor >= origin && Contains(Floor))
        {
            Floor++;
        }
    }

    private void DropWordsBelowFloor()
    {
        var passed = (Floor - origin) / WordBits;
        words.RemoveRange(0, (int)Math.Min(passed, words.Count));
        origin += passed * WordBits;
    }

    private ulong WordAt(long bit)
    {
        var (word, offset) = ((int)(bit / WordBits), (int)(bit % WordBits));
        var low = word < words.Count ? words[word] >> offset : 0;
        var high = offset > 0 && word + 1 < words.Count ? words[word + 1] << (WordBits - offset) : 0;
        return low | high;
    }
}
