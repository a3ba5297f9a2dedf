using CsCheck;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What every <see cref="IRuleStore"/> does.</summary>
public abstract class RuleStoreContract
{
    private const int Racers = 16;

    private static readonly Gen<(int Step, int Number)[]> Steps = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4]).Array[1, 20];

    private int samples;

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IRuleStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_nothing_for_an_unknown_id() => Assert.Null(await Store.FindAsync("unknown", Cancel));

    [Fact]
    public async Task Finds_a_rule_as_it_was_added()
    {
        var rule = StoredSamples.Rule("a") with
        {
            TimeUnit = RateLimitUnit.Day,
            Requests = 1_000_000_000,
            Burst = 7,
            Algorithm = RateLimitAlgorithm.TokenBucket,
            IdentifyBy = IdentityKind.Header,
            Header = "x-tenant!#$%&'*+-.^_`|~",
            OnFailure = FailureMode.Closed,
            Mode = RuleMode.DryRun,
            Enabled = false,
        };

        Assert.True(await Store.TryAddAsync(rule, Cancel));

        Assert.Equal(rule, (await Store.FindAsync("a", Cancel))?.Value);
    }

    [Fact]
    public async Task Refuses_to_add_when_the_id_is_taken_and_tells_ids_apart_by_case()
    {
        await Store.TryAddAsync(StoredSamples.Rule("a", "first"), Cancel);

        Assert.False(await Store.TryAddAsync(StoredSamples.Rule("a", "second"), Cancel));
        Assert.True(await Store.TryAddAsync(StoredSamples.Rule("A", "third"), Cancel));

        Assert.Equal("first", (await Store.FindAsync("a", Cancel))?.Value.Revision);
    }

    [Fact]
    public async Task Replaces_and_deletes_only_the_version_that_was_seen()
    {
        await Store.TryAddAsync(StoredSamples.Rule("a", "first"), Cancel);
        var first = (await Store.FindAsync("a", Cancel))!;

        Assert.True(await Store.TryReplaceAsync(first, StoredSamples.Rule("a", "second"), Cancel));
        Assert.False(await Store.TryReplaceAsync(first, StoredSamples.Rule("a", "third"), Cancel));
        Assert.False(await Store.TryDeleteAsync(first, Cancel));
        Assert.Equal("second", (await Store.FindAsync("a", Cancel))?.Value.Revision);

        var second = (await Store.FindAsync("a", Cancel))!;
        Assert.True(await Store.TryDeleteAsync(second, Cancel));
        Assert.False(await Store.TryDeleteAsync(second, Cancel));
        Assert.False(await Store.TryReplaceAsync(second, StoredSamples.Rule("a", "fourth"), Cancel));
        Assert.Null(await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Does_not_take_a_rule_that_came_again_for_the_one_before()
    {
        await Store.TryAddAsync(StoredSamples.Rule("a", "first"), Cancel);
        var first = (await Store.FindAsync("a", Cancel))!;
        await Store.TryDeleteAsync(first, Cancel);
        await Store.TryAddAsync(StoredSamples.Rule("a", "first"), Cancel);

        Assert.False(await Store.TryDeleteAsync(first, Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task Pages_in_the_order_of_the_ids(int limit)
    {
        string[] inOrder = ["-", "0", "A", "AA", "Z", "_", "a", "ab", "b", "b-"];
        foreach (var id in inOrder.Reverse())
        {
            await Store.TryAddAsync(StoredSamples.Rule(id) with { Api = id.Length == 1 ? "short" : "long" }, Cancel);
        }

        Assert.Equal(inOrder, await ListAsync(null, limit));
        Assert.Equal(inOrder.Where(id => id.Length == 1), await ListAsync("short", limit));
        Assert.Empty(await ListAsync("none", limit));
        Assert.Empty(await ListAsync("Short", limit));
    }

    [Fact]
    public async Task Moves_a_rule_between_the_lists_of_apis()
    {
        await Store.TryAddAsync(StoredSamples.Rule("a") with { Api = "before" }, Cancel);
        await Store.TryReplaceAsync((await Store.FindAsync("a", Cancel))!, StoredSamples.Rule("a") with { Api = "after" }, Cancel);

        Assert.Empty(await ListAsync("before", 10));
        Assert.Equal(["a"], await ListAsync("after", 10));
    }

    [Fact]
    public async Task Lets_one_of_many_racers_replace_a_version()
    {
        await Store.TryAddAsync(StoredSamples.Rule("a", "first"), Cancel);
        var first = (await Store.FindAsync("a", Cancel))!;

        var won = await Task.WhenAll(Enumerable.Range(0, Racers).Select(i => Task.Run(() => Store.TryReplaceAsync(first, StoredSamples.Rule("a", $"r{i}"), Cancel), Cancel)));

        Assert.Single(won, w => w);
    }

    [Fact]
    public Task Agrees_with_a_dictionary_after_any_steps() => Steps.SampleAsync(RunModelAsync, iter: 40, threads: 1);

    private async Task RunModelAsync((int Step, int Number)[] steps)
    {
        var sample = Interlocked.Increment(ref samples);
        var (api, model) = ($"model-{sample}", new SortedDictionary<string, string>(StringComparer.Ordinal));
        for (var i = 0; i < steps.Length; i++)
        {
            var (id, revision) = ($"m-{sample}-{steps[i].Number}", $"r{i}");
            var found = await Store.FindAsync(id, Cancel);
            Assert.Equal(model.GetValueOrDefault(id), found?.Value.Revision);
            var rule = StoredSamples.Rule(id, revision) with { Api = api };
            var (done, expected) = (steps[i].Step, found) switch
            {
                (0, _) => (await Store.TryAddAsync(rule, Cancel), found is null),
                (1, not null) => (await Store.TryReplaceAsync(found, rule, Cancel), true),
                (2, not null) => (await Store.TryDeleteAsync(found, Cancel), true),
                _ => (false, false),
            };
            Assert.Equal(expected, done);
            if (done && steps[i].Step == 2)
            {
                model.Remove(id);
            }
            else if (done)
            {
                model[id] = revision;
            }
        }

        Assert.Equal(model.Keys, await ListAsync(api, 2));
    }

    private async Task<List<string>> ListAsync(string? api, int limit)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await Store.ListAsync(api, ids.LastOrDefault(), limit, Cancel);
            ids.AddRange(page.Select(rule => rule.Id));
            if (page.Count < limit)
            {
                return ids;
            }
        }
    }
}
