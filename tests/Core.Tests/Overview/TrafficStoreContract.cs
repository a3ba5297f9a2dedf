using CsCheck;
using Serverless.Core.Overview;

namespace Serverless.Core.Tests.Overview;

/// <summary>What every store of traffic does: it sums what anybody adds, by the minute, and takes no more names than a minute may have.</summary>
public abstract class TrafficStoreContract
{
    private static readonly string[] Names = ["a", "shop-orders", "b.c_d-e"];
    private static int used;

    /// <summary>A minute near the present one that no other test has used.</summary>
    protected long First { get; } = TrafficMinute.Of(DateTimeOffset.UtcNow) - (1_000 * Interlocked.Increment(ref used) % 7);

    protected abstract ITrafficStore Store { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static readonly Gen<TrafficKey> Keys = Gen.Select(Gen.Enum<TrafficFigure>(), Gen.Int[0, 2]).Select((figure, number) =>
        new TrafficKey(figure, new TrafficKey(figure).IsOfRule || figure == TrafficFigure.Poison ? Names[number] : null));

    [Fact]
    public async Task Holds_nothing_of_what_was_not_counted()
    {
        Assert.Empty(await Store.ReadAsync(First + 5_000_000, 60, Cancel));
        Assert.Empty(await Store.ReadRuleAsync("none", First, 60, Cancel));
    }

    [Fact]
    public Task Sums_what_is_added_by_minute_and_name_whoever_adds_it() => Gen.Select(Keys, Gen.Long[0, 59], Gen.Long[1, 1_000_000]).Array[1, 20].List[1, 6].SampleAsync(
        async batches =>
        {
            var name = Guid.NewGuid().ToString("n");
            var counts = batches.Select(batch => batch.Select(each => new TrafficCount(First + each.Item2, Own(each.Item1, name), each.Item3)).ToArray()).ToArray();
            await Task.WhenAll(counts.Select(batch => Store.AddAsync(batch, Cancel)));
            var expected = counts.SelectMany(batch => batch).GroupBy(count => (count.Minute, count.Key)).ToDictionary(group => group.Key, group => group.Sum(count => count.Count));
            var found = new List<TrafficCount>(await Store.ReadAsync(First, 60, Cancel));
            foreach (var rule in expected.Keys.Where(each => each.Key.IsOfRule).Select(each => each.Key.Name!).Distinct())
            {
                found.AddRange(await Store.ReadRuleAsync(rule, First, 60, Cancel));
            }

            Assert.Equal(
                expected.Where(each => each.Key.Key.Name is not null).OrderBy(each => $"{each.Key}"),
                found.Where(count => count.Key.Name?.StartsWith(name, StringComparison.Ordinal) == true).ToDictionary(count => (count.Minute, count.Key), count => count.Count).OrderBy(each => $"{each.Key}"));
        },
        iter: 30);

    [Fact]
    public async Task Reads_the_minutes_that_are_asked_for_and_no_rule_among_what_is_of_none()
    {
        var name = Guid.NewGuid().ToString("n");
        TrafficKey poison = new(TrafficFigure.Poison, name), rule = new(TrafficFigure.RuleDenied, name);
        await Store.AddAsync([.. Enumerable.Range(0, 10).SelectMany(i => new[] { new TrafficCount(First + i, poison, i + 1), new TrafficCount(First + i, rule, i + 100) })], Cancel);
        Assert.Equal([4, 5, 6], (await Store.ReadAsync(First + 3, 3, Cancel)).Where(count => count.Key == poison).OrderBy(count => count.Minute).Select(count => count.Count));
        Assert.DoesNotContain(await Store.ReadAsync(First, 60, Cancel), count => count.Key.IsOfRule);
        Assert.Equal([104, 105], (await Store.ReadRuleAsync(name, First + 4, 2, Cancel)).OrderBy(count => count.Minute).Select(count => count.Count));
    }

    [Fact]
    public async Task Takes_no_more_names_than_a_minute_may_have_and_goes_on_counting_those_that_it_knows()
    {
        var minute = First + 30;
        var name = Guid.NewGuid().ToString("n");
        var counts = Enumerable.Range(0, ITrafficStore.MaxNames + 500).Select(i => new TrafficCount(minute, new TrafficKey(TrafficFigure.RuleAllowed, $"{name}-{i}"), 1)).ToArray();
        await Store.AddAsync(counts, Cancel);
        await Store.AddAsync([counts[0], .. counts[^10..]], Cancel);
        var first = Assert.Single(await Store.ReadRuleAsync($"{name}-0", minute, 1, Cancel));
        Assert.Equal(2, first.Count);
        Assert.Empty(await Store.ReadRuleAsync($"{name}-{counts.Length - 1}", minute, 1, Cancel));
    }

    private static TrafficKey Own(TrafficKey key, string name) => key.Name is null ? key : key with { Name = $"{name}-{key.Name}" };
}
