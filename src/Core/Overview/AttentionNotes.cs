using Serverless.Core.Storage;

namespace Serverless.Core.Overview;

/// <summary>
/// What needs attention, as timers have found it on the way of their work: whoever ran one tells, the others read. Nothing is
/// looked up for it.
/// </summary>
public sealed class AttentionNotes(IEnumerable<IAttentionSource> sources, IAttentionStore store)
{
    /// <summary>The most that one source tells.</summary>
    public const int MaxItems = 20;

    /// <summary>How long a note is believed; each source looks again every minute or so.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(4);

    private readonly IAttentionSource[] all = [.. sources];

    /// <summary>Tells the others what this instance knows; what can't be told now is with the next one.</summary>
    public async Task TryShareAsync(CancellationToken cancellationToken)
    {
        foreach (var source in all)
        {
            if (source.Items is { } items)
            {
                try
                {
                    await store.PutAsync(source.Name, [.. items.Take(MaxItems)], cancellationToken);
                }
                catch (StoreUnavailableException)
                {
                    // The check of its health says so.
                }
            }
        }
    }

    /// <summary>What any instance has told lately, and this one knows.</summary>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(CancellationToken cancellationToken)
    {
        await TryShareAsync(cancellationToken);
        var found = new List<AttentionItem>();
        foreach (var source in all)
        {
            try
            {
                found.AddRange(await store.ReadAsync(source.Name, cancellationToken));
            }
            catch (StoreUnavailableException)
            {
                found.AddRange((source.Items ?? []).Take(MaxItems));
            }
        }

        return found;
    }
}

/// <summary>Knows something that may need attention.</summary>
public interface IAttentionSource
{
    string Name { get; }

    /// <summary>What needs attention now; null when this instance has not looked lately.</summary>
    IReadOnlyList<AttentionItem>? Items { get; }
}

/// <summary>Keeps for a while what each source told last, whichever instance did.</summary>
public interface IAttentionStore
{
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task PutAsync(string source, IReadOnlyList<AttentionItem> items, CancellationToken cancellationToken);

    /// <returns>Empty where nothing was told within <see cref="AttentionNotes.Lifetime"/>.</returns>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    Task<IReadOnlyList<AttentionItem>> ReadAsync(string source, CancellationToken cancellationToken);
}
