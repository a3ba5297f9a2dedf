using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Access;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Access;

/// <summary>Who is recognised, for how long, and what a revocation does.</summary>
public sealed class ApiKeysTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
    private readonly CountingApiKeyStore store = new(new InMemoryApiKeyStore());

    [Fact]
    public async Task Recognises_a_key_and_reads_it_once_a_minute()
    {
        var keys = Instance();
        var created = await CreateAsync(keys);
        Assert.Equal("shop", (await AuthenticateAsync(keys, created.Secret))!.Owner);
        await AuthenticateAsync(keys, created.Secret);
        Assert.Equal(1, store.Reads);
        time.Advance(TimeSpan.FromSeconds(60));
        await AuthenticateAsync(keys, created.Secret);
        Assert.Equal(2, store.Reads);
    }

    [Fact]
    public async Task Reads_an_unknown_key_once_in_ten_seconds()
    {
        var keys = Instance();
        Assert.Null(await AuthenticateAsync(keys, "slk_unknown"));
        Assert.Null(await AuthenticateAsync(keys, "slk_unknown"));
        Assert.Equal(1, store.Reads);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Null(await AuthenticateAsync(keys, "slk_unknown"));
        Assert.Equal(2, store.Reads);
    }

    [Fact]
    public async Task Forgets_a_revoked_key_at_once_here_and_within_a_minute_elsewhere()
    {
        var (here, elsewhere) = (Instance(), Instance());
        var created = await CreateAsync(here);
        Assert.NotNull(await AuthenticateAsync(here, created.Secret));
        Assert.NotNull(await AuthenticateAsync(elsewhere, created.Secret));
        Assert.True(await here.RevokeAsync(created.Key.Id, TestContext.Current.CancellationToken));
        Assert.Null(await AuthenticateAsync(here, created.Secret));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(await AuthenticateAsync(elsewhere, created.Secret));
    }

    [Fact]
    public async Task Does_not_let_a_slow_read_bring_a_revoked_key_back()
    {
        var keys = Instance();
        var created = await CreateAsync(keys);
        store.HoldNextRead();
        var slow = AuthenticateAsync(keys, created.Secret);
        await keys.RevokeAsync(created.Key.Id, TestContext.Current.CancellationToken);
        store.ReleaseRead();
        Assert.Null(await slow);
        Assert.Null(await AuthenticateAsync(keys, created.Secret));
    }

    [Fact]
    public async Task Refuses_a_key_from_the_instant_it_expires()
    {
        var keys = Instance();
        var created = await CreateAsync(keys, time.GetUtcNow().AddSeconds(5));
        Assert.NotNull(await AuthenticateAsync(keys, created.Secret));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Null(await AuthenticateAsync(keys, created.Secret));
    }

    [Fact]
    public async Task Refuses_a_secret_that_only_shares_the_id()
    {
        var keys = Instance();
        var created = await CreateAsync(keys);
        var forged = created.Key with { Hash = created.Key.Id + new string('x', created.Key.Hash.Length - created.Key.Id.Length) };
        await store.TryDeleteAsync(created.Key.Id, TestContext.Current.CancellationToken);
        await store.TryAddAsync(forged, TestContext.Current.CancellationToken);
        Assert.Null(await AuthenticateAsync(keys, created.Secret));
    }

    [Theory]
    [InlineData("operator", "operator", true)]
    [InlineData("  operator\n", "operator", true)]
    [InlineData("operator", "operato", false)]
    [InlineData("", "", false)]
    [InlineData(null, "", false)]
    [InlineData("   ", "   ", false)]
    public async Task Recognises_the_configured_admin_key_without_a_read(string? configured, string presented, bool recognised)
    {
        var caller = await AuthenticateAsync(Instance(configured), presented);
        Assert.Equal(recognised, caller?.IsAdmin ?? false);
        Assert.Equal(recognised ? 0 : 1, store.Reads);
    }

    private static async Task<Caller?> AuthenticateAsync(ApiKeys keys, string? secret) =>
        await keys.AuthenticateAsync(secret!, TestContext.Current.CancellationToken);

    private static Task<NewApiKey> CreateAsync(ApiKeys keys, DateTimeOffset? expiresAt = null) =>
        keys.CreateAsync(new ApiKeyRequest { Owner = "shop", Scopes = ["links"], ExpiresAt = expiresAt }, TestContext.Current.CancellationToken);

    private ApiKeys Instance(string? adminKey = null) => new(
        store,
        new AdminKey(Options.Create(new AccessOptions { AdminKey = adminKey })),
        new ApiKeyUses(store, new StoreRetry(time, TimeSpan.Zero), NullLogger<ApiKeyUses>.Instance),
        new StoreRetry(time, TimeSpan.Zero),
        new SeededRandomNumberGenerator(1),
        time);
}
