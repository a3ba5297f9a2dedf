using CsCheck;
using Serverless.Core.UrlShortening;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening;

public sealed class ShardedLinkStoreTests : LinkStoreContract
{
    private const string Owner = "owner";
    private static readonly LinkLabel Sale = LinkLabel.Tag("sale");

    /// <summary>Few times, so that most of them are shared by many links.</summary>
    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Enum<Act>(), Gen.String[Gen.Char["aAz09-_"], 1, 3], Gen.Int[0, 2], Gen.Int[1, 12],
        (act, key, hours, limit) => new Step(act, key, hours, limit));

    protected override ILinkStore Store { get; } = new ShardedLinkStore(ShardedStores.Of<ILinkStore>(3, () => new InMemoryLinkStore()));

    private enum Act
    {
        Add,
        AddAgain,
        Retire,
        Remove,
        PageByOwner,
        PageByLabel,
        PageByKey,
        PageDue,
        Restart,
    }

    /// <summary>Each page of several accounts, with links made and ended between the pages, is the page of one store to which the same was done.</summary>
    [Fact]
    public Task Pages_as_one_store_would_whatever_happens_between_the_pages() =>
        Gen.Select(Gen.Int[1, 17], Steps.Array[1, 120]).SampleAsync(async (accounts, steps) =>
        {
            var sharded = new ShardedLinkStore(ShardedStores.Of<ILinkStore>(accounts, () => new InMemoryLinkStore()));
            var (one, other) = (new Walk(new InMemoryLinkStore()), new Walk(sharded));
            for (var i = 0; i < steps.Length; i++)
            {
                Assert.Equal(await one.TakeAsync(steps[i], i), await other.TakeAsync(steps[i], i));
            }
        }, iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    public async Task Lists_each_link_of_an_owner_once_though_all_were_made_at_once(int accounts)
    {
        var store = new ShardedLinkStore(ShardedStores.Of<ILinkStore>(accounts, () => new InMemoryLinkStore()));
        var keys = Enumerable.Range(0, 500).Select(i => $"key-{i:000}").ToArray();
        await Task.WhenAll(keys.Select(key => store.TryAddAsync(SampleLinks.Live(SampleLinks.Link(key, nonce: "AAAA")), Cancel)));
        var (listed, after) = (new List<string>(), (OwnedLink?)null);
        while (await store.ListByOwnerAsync(Owner, after, 7, Cancel) is { Count: > 0 } page)
        {
            listed.AddRange(page.Select(link => link.Key));
            after = OwnedLink.FromContinuation(page[^1].ToContinuation());
            Assert.NotNull(after);
        }

        Assert.Equal(keys, listed);
    }

    [Fact]
    public async Task Reads_little_more_of_each_account_than_its_share_of_a_page()
    {
        var stores = Enumerable.Range(0, 16).Select(_ => new ListingLinkStore()).ToArray();
        var next = 0;
        var store = new ShardedLinkStore(ShardedStores.Of<ILinkStore>(16, () => stores[next++]));
        await Task.WhenAll(Enumerable.Range(0, 4_000).Select(i => store.TryAddAsync(SampleLinks.Live(SampleLinks.Link($"key-{i:0000}")), Cancel)));

        Assert.Equal(1_000, (await store.ListByOwnerAsync(Owner, null, 1_000, Cancel)).Count);

        Assert.InRange(stores.Sum(counted => counted.Listed), 1_000, 1_600);
        Assert.InRange(stores.Sum(counted => counted.Lists), 16, 18);
    }

    /// <summary>Counts what was listed, and how often.</summary>
    private sealed class ListingLinkStore() : InterposedLinkStore(new InMemoryLinkStore())
    {
        public int Lists { get; private set; }

        public int Listed { get; private set; }

        protected override async Task<T> ReadAsync<T>(Func<Task<T>> read)
        {
            var answer = await base.ReadAsync(read);
            if (answer is IReadOnlyList<OwnedLink> page)
            {
                (Lists, Listed) = (Lists + 1, Listed + page.Count);
            }

            return answer;
        }
    }

    private sealed record Step(Act Act, string Key, int Hours, int Limit);

    private sealed class Walk(ILinkStore store)
    {
        private OwnedLink? owned;
        private OwnedLink? labelled;
        private DueLink? due;
        private string? key;

        public async Task<string> TakeAsync(Step step, int number) => step.Act switch
        {
            Act.Add => $"{await store.TryAddAsync(SampleLinks.Live(LinkOf(step, $"nonce-{number}")), Cancel)}",
            Act.AddAgain => await ReplaceAsync(step.Key, _ => SampleLinks.Live(LinkOf(step, $"nonce-{number}"))),
            Act.Retire => await ReplaceAsync(step.Key, row => new LinkRow.Gone(row.Key, row.Nonce, SampleLinks.Start.AddHours(step.Hours))),
            Act.Remove => await store.FindAsync(step.Key, Cancel) is { } found ? $"{await store.TryRemoveAsync(found, Cancel)}" : "",
            Act.PageByOwner => Show(await store.ListByOwnerAsync(Owner, owned, step.Limit, Cancel), last => owned = last),
            Act.PageByLabel => Show(await store.ListByLabelAsync(Owner, Sale, labelled, step.Limit, Cancel), last => labelled = last),
            Act.PageByKey => Show([.. (await store.ListByKeyAsync(key, step.Limit, Cancel)).Select(stored => stored.Row.Key)], last => key = last),
            Act.PageDue => await PageDueAsync(step.Limit),
            Act.Restart => $"{(owned, labelled, due, key) = (null, null, null, null)}",
            _ => throw new InvalidOperationException($"{step.Act}"),
        };

        private static ShortLink LinkOf(Step step, string nonce) =>
            SampleLinks.Link(step.Key, Owner, SampleLinks.Start.AddHours(step.Hours), nonce) with { Tags = new LinkTags(["sale"]) };

        private static string Show<T>(IReadOnlyList<T> page, Action<T> keep)
        {
            if (page.Count > 0)
            {
                keep(page[^1]);
            }

            return string.Join(' ', page);
        }

        private async Task<string> ReplaceAsync(string key, Func<LinkRow, LinkRow> next) =>
            await store.FindAsync(key, Cancel) is { } found ? $"{await store.TryReplaceAsync(found, next(found.Row), Cancel)}" : "";

        // Over all shards, as the clean-up goes: what is due first, then its partition, then how many there are.
        private async Task<string> PageDueAsync(int limit)
        {
            var shown = new List<string>();
            for (var shard = 0; shard < ExpiryPartition.Shards; shard++)
            {
                var first = await store.FindDueAsync(ExpiryPartition.First(shard), Cancel);
                shown.Add($"{first} {await store.CountGoneAsync(shard, SampleLinks.Start.AddHours(1), Cancel)}");
                if (first is not null)
                {
                    var after = due?.Partition == first.Partition ? due : null;
                    shown.Add(Show(await store.ListDueAsync(first.Partition, after, SampleLinks.Start.AddYears(2), limit, Cancel), last => due = last));
                }
            }

            return string.Join('\n', shown);
        }
    }
}
