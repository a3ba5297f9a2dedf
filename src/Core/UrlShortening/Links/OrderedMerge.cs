namespace Serverless.Core.UrlShortening.Links;

/// <summary>
/// Reads the beginning of one ordered list that lies in several, a part of each at a time: hashes spread it evenly, so a
/// little more than an even share is mostly enough.
/// </summary>
/// <param name="read">Lists in each what comes after an element, null for the start; fewer than asked for only at the end.</param>
/// <param name="order">The order of all the lists, in which no two elements are equal.</param>
internal sealed class OrderedMerge<T>(IReadOnlyList<Func<T?, int, Task<IReadOnlyList<T>>>> read, Comparison<T> order)
    where T : class
{
    private readonly Part[] parts = [.. read.Select(list => new Part(list))];

    /// <summary>So many elements; fewer only where the lists have no more.</summary>
    public async Task<IReadOnlyList<T>> TakeAsync(int limit)
    {
        var share = ShareOf(limit);
        await Task.WhenAll(parts.Select(part => part.FillAsync(share)));
        var taken = new List<T>(Math.Min(limit, parts.Sum(part => part.Count)));
        while (taken.Count < limit && First() is { } first)
        {
            taken.Add(first.Take());
            await first.FillAsync(share);
        }

        return taken;
    }

    // Of a list alone exactly what is asked for; else the even share and three standard deviations.
    private int ShareOf(int limit)
    {
        var even = (double)limit / parts.Length;
        return parts.Length == 1 ? limit : Math.Min(limit, (int)Math.Ceiling(even + (3 * Math.Sqrt(even))));
    }

    private Part? First() => parts.Where(part => part.Count > 0).MinBy(part => part.Head, Comparer<T>.Create(order));

    private sealed class Part(Func<T?, int, Task<IReadOnlyList<T>>> read)
    {
        private IReadOnlyList<T> page = [];
        private int next;
        private bool isAtEnd;

        public int Count => page.Count - next;

        public T Head => page[next];

        public T Take() => page[next++];

        /// <summary>Reads on when nothing is left of what was read.</summary>
        public async Task FillAsync(int share)
        {
            if (Count > 0 || isAtEnd)
            {
                return;
            }

            page = await read(page.Count == 0 ? null : page[^1], share);
            next = 0;
            isAtEnd = page.Count < share;
        }
    }
}
