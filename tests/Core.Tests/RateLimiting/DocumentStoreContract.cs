using CsCheck;
using Serverless.Core.RateLimiting;
using Serverless.Core.RateLimiting.Apis;
using Serverless.Core.RateLimiting.Callers;
using Serverless.Core.RateLimiting.Routing;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>What every <see cref="IDocumentStore"/> does.</summary>
public abstract class DocumentStoreContract
{
    private const int Racers = 16;

    private static readonly Gen<(int Step, int Number)[]> Steps = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 4]).Array[1, 20];

    private int samples;

    public static TheoryData<DocumentKind> Kinds => [.. Enum.GetValues<DocumentKind>()];

    /// <summary>The store under test, one for the whole test.</summary>
    protected abstract IDocumentStore Store { get; }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Finds_nothing_for_an_unknown_name(DocumentKind kind) => Assert.Null(await Store.FindAsync(kind, "unknown", Cancel));

    [Fact]
    public Task Keeps_a_rule_as_it_is() => KeepsAsync(DocumentTypes.Rule, StoredSamples.Rule("a") with
    {
        TimeUnit = RateLimitUnit.Day,
        Requests = 1_000_000_000,
        Burst = 7,
        Algorithm = RateLimitAlgorithm.TokenBucket,
        IdentifyBy = IdentityKind.Header,
        Header = "x-tenant!#$%&'*+-.^_`|~",
        OnFailure = FailureMode.Closed,
        Mode = RuleMode.DryRun,
        Plans = new Dictionary<string, PlanLimit> { ["gold"] = new(10, 20), ["partner"] = new(0, 0, Unlimited: true), ["blocked"] = new(0, 0) },
        Enabled = false,
    });

    [Fact]
    public Task Keeps_an_api_as_it_is() => KeepsAsync(DocumentTypes.Api, StoredSamples.Api("a") with
    {
        Upstream = new Uri("https://api.example:8443/base"),
        RequireKey = true,
        Operations = [new ApiOperation("list", "GET", "orders", new CountCondition { Status = "<500" })],
    });

    [Fact]
    public Task Keeps_a_callers_record_of_any_name() => KeepsAsync(DocumentTypes.Caller, new CallerRecord
    {
        Kind = IdentityKind.User,
        Id = string.Concat(Enumerable.Repeat("ü/\\#?%'", 22)),
        Plan = "gold",
        Note = "\"quoted\" and ünïcode",
        Revision = "1",
    });

    [Fact]
    public async Task Holds_the_largest_api_and_the_largest_rule_that_validation_lets_through()
    {
        var route = new string('x', ApiRoute.MaxLength - 3);
        var api = StoredSamples.Api(new string('n', 100)) with
        {
            Upstream = new Uri("https://api.example/" + new string('u', UpstreamPolicy.MaxLength - 20)),
            Operations = [.. Enumerable.Range(0, ApiValidation.MaxOperations).Select(i => new ApiOperation(new string('o', 100), "OPTIONS", $"{i:000}{route}"))],
        };
        var rule = StoredSamples.Rule(new string('n', 100)) with
        {
            Plans = Enumerable.Range(0, RuleValidation.MaxPlans).ToDictionary(i => $"{i:00}{new string('p', 98)}", _ => new PlanLimit(1_000_000_000, 1_000_000_000)),
        };

        await KeepsAsync(DocumentTypes.Api, api);
        await KeepsAsync(DocumentTypes.Rule, rule);
        Assert.InRange(DocumentTypes.Api.Write(api).Length, 20_000, 32_000);
        Assert.InRange(DocumentTypes.Rule.Write(rule).Length, 5_000, 32_000);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Refuses_to_add_when_the_name_is_taken_and_tells_names_apart_by_case_and_kind(DocumentKind kind)
    {
        await AddAsync(kind, "a", "first");

        Assert.False(await Store.TryAddAsync(kind, "a", null, "second", Cancel));
        Assert.True(await Store.TryAddAsync(kind, "A", null, "third", Cancel));
        Assert.All(Enum.GetValues<DocumentKind>().Where(other => other != kind), other => Assert.Null(Store.FindAsync(other, "a", Cancel).Result));

        Assert.Equal("first", (await Store.FindAsync(kind, "a", Cancel))?.Text);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Replaces_and_deletes_only_the_version_that_was_seen(DocumentKind kind)
    {
        var first = await AddAsync(kind, "a", "first");

        Assert.True(await Store.TryReplaceAsync(kind, first, null, "second", Cancel));
        Assert.False(await Store.TryReplaceAsync(kind, first, null, "third", Cancel));
        Assert.False(await Store.TryDeleteAsync(kind, first, Cancel));
        Assert.Equal("second", (await Store.FindAsync(kind, "a", Cancel))?.Text);

        var second = (await Store.FindAsync(kind, "a", Cancel))!;
        Assert.True(await Store.TryDeleteAsync(kind, second, Cancel));
        Assert.False(await Store.TryDeleteAsync(kind, second, Cancel));
        Assert.False(await Store.TryReplaceAsync(kind, second, null, "fourth", Cancel));
        Assert.Null(await Store.FindAsync(kind, "a", Cancel));
    }

    [Fact]
    public async Task Does_not_take_a_document_that_came_again_for_the_one_before()
    {
        var first = await AddAsync(DocumentKind.Rule, "a", "first");
        await Store.TryDeleteAsync(DocumentKind.Rule, first, Cancel);
        await AddAsync(DocumentKind.Rule, "a", "first");

        Assert.False(await Store.TryReplaceAsync(DocumentKind.Rule, first, null, "second", Cancel));
        Assert.False(await Store.TryDeleteAsync(DocumentKind.Rule, first, Cancel));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Pages_in_the_order_of_the_names_and_by_api(int limit)
    {
        string[] inOrder = ["-", ".", "0", "A", "Z", "_", "a", "aa", "b", "z"];
        foreach (var name in inOrder.Reverse())
        {
            Assert.True(await Store.TryAddAsync(DocumentKind.Rule, name, name.Length == 1 ? "short" : "long", "text", Cancel));
        }

        Assert.Equal(inOrder, await ListAsync(null, limit));
        Assert.Equal(inOrder.Where(name => name.Length == 1), await ListAsync("short", limit));
        Assert.Empty(await ListAsync("none", limit));
        Assert.Empty(await ListAsync("Short", limit));
        Assert.Empty(await Store.ListAsync(DocumentKind.Caller, null, null, limit, Cancel));
    }

    [Fact]
    public async Task Moves_a_rule_between_the_lists_of_apis()
    {
        await Store.TryAddAsync(DocumentKind.Rule, "a", "before", "text", Cancel);
        await Store.TryReplaceAsync(DocumentKind.Rule, (await Store.FindAsync(DocumentKind.Rule, "a", Cancel))!, "after", "text", Cancel);

        Assert.Empty(await ListAsync("before", 10));
        Assert.Equal(["a"], await ListAsync("after", 10));
    }

    [Fact]
    public async Task Lets_one_of_many_racers_replace_a_version()
    {
        var first = await AddAsync(DocumentKind.Rule, "a", "first");

        var won = await Task.WhenAll(Enumerable.Range(0, Racers).Select(i => Task.Run(() => Store.TryReplaceAsync(DocumentKind.Rule, first, null, $"r{i}", Cancel), Cancel)));

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
            var (name, text) = ($"m-{sample}-{steps[i].Number}", $"r{i}");
            var found = await Store.FindAsync(DocumentKind.Rule, name, Cancel);
            Assert.Equal(model.GetValueOrDefault(name), found?.Text);
            var (done, expected) = (steps[i].Step, found) switch
            {
                (0, _) => (await Store.TryAddAsync(DocumentKind.Rule, name, api, text, Cancel), found is null),
                (1, not null) => (await Store.TryReplaceAsync(DocumentKind.Rule, found, api, text, Cancel), true),
                (2, not null) => (await Store.TryDeleteAsync(DocumentKind.Rule, found, Cancel), true),
                _ => (false, false),
            };
            Assert.Equal(expected, done);
            if (done && steps[i].Step == 2)
            {
                model.Remove(name);
            }
            else if (done)
            {
                model[name] = text;
            }
        }

        Assert.Equal(model.Keys, await ListAsync(api, 2));
    }

    private async Task<StoredDocument> AddAsync(DocumentKind kind, string name, string text)
    {
        Assert.True(await Store.TryAddAsync(kind, name, null, text, Cancel));
        return (await Store.FindAsync(kind, name, Cancel))!;
    }

    private async Task KeepsAsync<T>(DocumentType<T> type, T document)
        where T : class
    {
        var (name, text) = (type.NameOf(document), type.Write(document));
        Assert.True(await Store.TryAddAsync(type.Kind, name, type.ApiOf(document), text, Cancel));
        var kept = (await Store.FindAsync(type.Kind, name, Cancel))!.Text;
        Assert.Equal(text, kept);
        Assert.Equal(text, type.Write(type.Read(kept)));
    }

    private async Task<List<string>> ListAsync(string? api, int limit)
    {
        var names = new List<string>();
        while (true)
        {
            var page = await Store.ListAsync(DocumentKind.Rule, api, names.LastOrDefault(), limit, Cancel);
            names.AddRange(page.Select(document => document.Name));
            if (page.Count < limit)
            {
                return names;
            }
        }
    }
}
