using CsCheck;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Every <see cref="ILinkStore"/> agrees with a dictionary, whatever is done to it.</summary>
public abstract partial class LinkStoreContract
{
    private static readonly string[] ModelKeys = ["a", "A", "b", "ab"];
    private static readonly string[] ModelOwners = ["o", "o-o", "O"];

    private static readonly Gen<Step[]> Steps = Gen.Select(
        Gen.Enum<Change>(), Gen.OneOf(ModelKeys), Gen.OneOf(ModelOwners), Gen.Int[0, 3],
        (change, key, owner, minute) => new Step(change, key, owner, minute)).Array[1, 20];

    private int samples;

    private enum Change
    {
        Add,
        Issue,
        Retire,
        ReplaceStale,
    }

    [Fact]
    public Task Agrees_with_a_dictionary_after_any_steps() => Steps.SampleAsync(RunModelAsync, iter: 60);

    private async Task RunModelAsync(Step[] steps)
    {
        var prefix = $"{Interlocked.Increment(ref samples)}-";
        var model = new Dictionary<string, LinkRow>(StringComparer.Ordinal);
        var stale = new Dictionary<string, StoredLink>(StringComparer.Ordinal);
        for (var i = 0; i < steps.Length; i++)
        {
            var (change, key, owner, minute) = steps[i];
            var link = SampleLinks.Link(prefix + key, prefix + owner, SampleLinks.Start.AddMinutes(minute), $"nonce-{i}");
            await ApplyAsync(change, link, model, stale);
            Assert.Equal(model.GetValueOrDefault(link.Key), await FindAsync(link.Key));
        }

        foreach (var owner in ModelOwners)
        {
            Assert.Equal(ExpectedList(model.Values, prefix + owner), await LiveEntriesAsync(model, prefix + owner, limit: 2));
        }
    }

    private async Task ApplyAsync(Change change, ShortLink link, Dictionary<string, LinkRow> model, Dictionary<string, StoredLink> stale)
    {
        var current = await Store.FindAsync(link.Key, Cancel);
        if (change == Change.Add)
        {
            Assert.Equal(model.TryAdd(link.Key, SampleLinks.Live(link)), await Store.TryAddAsync(link, Cancel));
        }
        else if (change == Change.ReplaceStale && stale.TryGetValue(link.Key, out var old))
        {
            Assert.False(await Store.TryReplaceAsync(old, SampleLinks.Live(link), Cancel));
        }
        else if (change != Change.ReplaceStale && current is not null)
        {
            var next = change == Change.Issue ? SampleLinks.Live(link) : SampleLinks.Gone(link.Key, link.Nonce);
            Assert.True(await Store.TryReplaceAsync(current, next, Cancel));
            model[link.Key] = next;
            stale[link.Key] = current;
        }
    }

    private static OwnedLink[] ExpectedList(IEnumerable<LinkRow> rows, string owner) =>
    [
        .. rows.OfType<LinkRow.Live>()
            .Where(row => row.Link.Owner == owner)
            .Select(row => SampleLinks.Entry(row.Link))
            .OrderByDescending(entry => entry.CreatedAt)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal),
    ];

    /// <summary>The list as a reader shows it: without entries that the rows contradict.</summary>
    private async Task<OwnedLink[]> LiveEntriesAsync(Dictionary<string, LinkRow> model, string owner, int limit) =>
        [.. (await ListAsync(owner, limit)).Where(entry => model[entry.Key] is LinkRow.Live { Nonce: var nonce } && nonce == entry.Nonce)];

    private sealed record Step(Change Change, string Key, string Owner, int Minute);
}
