namespace Serverless.Core.UrlShortening.Following;

/// <summary>
/// Numbers by key that rise with each invalidation: what was read under an earlier number is not to be believed. Keys share
/// numbers, so that their count is fixed; an invalidation costs the others of its number one read each.
/// </summary>
internal sealed class LinkEpochs
{
    private const int Count = 1 << 14;

    private readonly int[] epochs = new int[Count];

    public int Of(string key) => Volatile.Read(ref epochs[Index(key)]);

    public void Advance(string key) => Interlocked.Increment(ref epochs[Index(key)]);

    public void AdvanceAll()
    {
        foreach (ref var epoch in epochs.AsSpan())
        {
            Interlocked.Increment(ref epoch);
        }
    }

    private static int Index(string key) => string.GetHashCode(key, StringComparison.Ordinal) & (Count - 1);
}
