using CsCheck;
using Serverless.Core.Access;

namespace Serverless.Core.Tests.Access;

/// <summary>What every <see cref="IApiKeyStore"/> does.</summary>
public abstract class ApiKeyStoreContract
{
    private const int Racers = 32;

    private static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, 125, TimeSpan.Zero);

    private static readonly Gen<(bool Add, int Number)[]> Steps = Gen.Select(Gen.Bool, Gen.Int[0, 5]).Array[1, 20];

    private int samples;

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IApiKeyStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Finds_nothing_for_an_unknown_id() => Assert.Null(await Store.FindAsync("unknown", Cancel));

    [Theory]
    [InlineData("admin")]
    [InlineData("links")]
    [InlineData("links", "publish:orders", "subscribe:Orders", "ratelimit.check:payments-*", "topics.manage:*")]
    [InlineData]
    public async Task Finds_a_key_as_it_was_added(params string[] scopes)
    {
        var key = Key("a") with { Scopes = [.. scopes.Select(Parse)], ExpiresAt = Start.AddDays(1) };

        Assert.True(await Store.TryAddAsync(key, Cancel));

        AssertSame(key, await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Finds_a_key_that_never_expires()
    {
        await Store.TryAddAsync(Key("a") with { ExpiresAt = null }, Cancel);

        AssertSame(Key("a") with { ExpiresAt = null }, await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Refuses_to_add_when_the_id_is_taken()
    {
        await Store.TryAddAsync(Key("a", "first"), Cancel);

        Assert.False(await Store.TryAddAsync(Key("a", "second"), Cancel));

        AssertSame(Key("a", "first"), await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Tells_ids_apart_by_case()
    {
        Assert.True(await Store.TryAddAsync(Key("a", "lower"), Cancel));
        Assert.Null(await Store.FindAsync("A", Cancel));
        Assert.False(await Store.TryDeleteAsync("A", Cancel));

        Assert.True(await Store.TryAddAsync(Key("A", "upper"), Cancel));

        AssertSame(Key("a", "lower"), await Store.FindAsync("a", Cancel));
        AssertSame(Key("A", "upper"), await Store.FindAsync("A", Cancel));
    }

    [Fact]
    public async Task Changes_the_secrets_of_what_has_the_one_that_was_read_and_nothing_else()
    {
        var key = Key("a") with { LastUsedOn = new DateOnly(2026, 11, 22) };
        await Store.TryAddAsync(key, Cancel);
        var next = key with { Owner = "other", Hash = "second", PreviousHash = key.Hash, PreviousUntil = Start.AddDays(1), LastUsedOn = null };

        Assert.True(await Store.TryChangeSecretAsync(key, next, Cancel));
        Assert.False(await Store.TryChangeSecretAsync(key, next with { Hash = "third" }, Cancel));
        Assert.False(await Store.TryChangeSecretAsync(Key("b"), Key("b"), Cancel));

        AssertSame(key with { Hash = "second", PreviousHash = key.Hash, PreviousUntil = Start.AddDays(1) }, await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Notes_the_latest_day_of_use_and_none_for_what_is_not_there()
    {
        await Store.TryAddAsync(Key("a"), Cancel);
        foreach (var day in (int[])[23, 25, 24, 25])
        {
            Assert.True(await Store.TryMarkUsedAsync("a", new DateOnly(2026, 11, day), Cancel));
        }

        Assert.True(await Store.TryMarkUsedAsync("b", new DateOnly(2026, 11, 23), Cancel));

        AssertSame(Key("a") with { LastUsedOn = new DateOnly(2026, 11, 25) }, await Store.FindAsync("a", Cancel));
        AssertSame(Key("a") with { LastUsedOn = new DateOnly(2026, 11, 25) }, Assert.Single(await Store.ListAsync(null, 10, Cancel)));
        Assert.Null(await Store.FindAsync("b", Cancel));
    }

    [Fact]
    public async Task Gives_one_of_many_that_race_the_key_its_secret()
    {
        await Store.TryAddAsync(Key("a"), Cancel);

        Assert.Equal(1, await RaceAsync(() => Store.TryChangeSecretAsync(Key("a"), Key("a") with { Hash = "second" }, Cancel)));
    }

    [Fact]
    public async Task Deletes_a_key_once()
    {
        await Store.TryAddAsync(Key("a"), Cancel);

        Assert.True(await Store.TryDeleteAsync("a", Cancel));
        Assert.False(await Store.TryDeleteAsync("a", Cancel));

        Assert.Null(await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Adds_again_what_was_deleted()
    {
        await Store.TryAddAsync(Key("a", "first"), Cancel);
        await Store.TryDeleteAsync("a", Cancel);

        Assert.True(await Store.TryAddAsync(Key("a", "second"), Cancel));

        AssertSame(Key("a", "second"), await Store.FindAsync("a", Cancel));
    }

    [Fact]
    public async Task Lists_nothing_when_there_is_nothing() => Assert.Empty(await Store.ListAsync(null, 10, Cancel));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000)]
    public async Task Pages_in_the_order_of_the_ids(int limit)
    {
        string[] inOrder = ["-", "0", "A", "AA", "Z", "_", "a", "ab", "b", "b-"];
        foreach (var id in inOrder.Reverse())
        {
            await Store.TryAddAsync(Key(id), Cancel);
        }

        Assert.Equal(inOrder, await ListAsync(null, limit));
    }

    [Fact]
    public async Task Continues_after_an_id_that_does_not_exist()
    {
        await Store.TryAddAsync(Key("a"), Cancel);
        await Store.TryAddAsync(Key("c"), Cancel);

        Assert.Equal(["c"], await ListAsync("b", 10));
        Assert.Empty(await ListAsync("c", 10));
    }

    [Fact]
    public async Task Adds_one_of_many_keys_that_race_for_an_id() =>
        Assert.Equal(1, await RaceAsync(() => Store.TryAddAsync(Key("a"), Cancel)));

    [Fact]
    public async Task Deletes_for_one_of_many_that_race()
    {
        await Store.TryAddAsync(Key("a"), Cancel);

        Assert.Equal(1, await RaceAsync(() => Store.TryDeleteAsync("a", Cancel)));
    }

    [Fact]
    public Task Agrees_with_a_dictionary_after_any_steps() => Steps.SampleAsync(RunModelAsync, iter: 60);

    protected static ApiKey Key(string id, string owner = "owner") => new()
    {
        Id = id,
        Hash = $"hash-{id}",
        Owner = owner,
        Scopes = [Parse("links"), Parse("publish:orders-*")],
        CreatedAt = Start,
        ExpiresAt = Start.AddYears(1),
    };

    protected static void AssertSame(ApiKey expected, ApiKey? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Scopes, actual.Scopes);
        Assert.Equal(expected, actual with { Scopes = expected.Scopes });
    }

    private static Scope Parse(string text) => Scope.TryParse(text, out var scope) ? scope : throw new FormatException(text);

    private static async Task<int> RaceAsync(Func<Task<bool>> attempt)
    {
        var won = await Task.WhenAll(Enumerable.Range(0, Racers).Select(_ => Task.Run(attempt, Cancel)));
        return won.Count(w => w);
    }

    private async Task RunModelAsync((bool Add, int Number)[] steps)
    {
        var prefix = $"{Interlocked.Increment(ref samples):0000}";
        var model = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (add, number) in steps)
        {
            var id = $"{prefix}-{number}";
            Assert.Equal(
                add ? model.Add(id) : model.Remove(id),
                add ? await Store.TryAddAsync(Key(id), Cancel) : await Store.TryDeleteAsync(id, Cancel));
            Assert.Equal(model.Contains(id), await Store.FindAsync(id, Cancel) is not null);
        }

        Assert.Equal(model, from key in await Store.ListAsync(prefix, model.Count + 1, Cancel) where key.Id.StartsWith(prefix, StringComparison.Ordinal) select key.Id);
    }

    private async Task<List<string>> ListAsync(string? after, int limit)
    {
        var ids = new List<string>();
        while (true)
        {
            var page = await Store.ListAsync(ids.LastOrDefault() ?? after, limit, Cancel);
            ids.AddRange(page.Select(key => key.Id));
            if (page.Count < limit)
            {
                return ids;
            }
        }
    }
}
