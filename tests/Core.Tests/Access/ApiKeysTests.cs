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
    public async Task Takes_both_secrets_for_the_overlap_and_then_the_new_one_alone()
    {
        var keys = Instance();
        var created = await CreateAsync(keys);
        Assert.NotNull(await AuthenticateAsync(keys, created.Secret));
        var rotated = (await RotateAsync(keys, created.Key.Id, TimeSpan.FromHours(1)))!;
        Assert.Equal((created.Key.Id, time.GetUtcNow().AddHours(1)), (rotated.Key.Id, rotated.Key.PreviousUntil));
        Assert.Equal(("shop", "shop"), ((await AuthenticateAsync(keys, created.Secret))!.Owner, (await AuthenticateAsync(keys, rotated.Secret))!.Owner));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await AuthenticateAsync(keys, created.Secret));
        Assert.Equal(created.Key.Id, (await AuthenticateAsync(keys, rotated.Secret))!.KeyId);
    }

    [Fact]
    public async Task Refuses_at_once_what_is_rotated_without_overlap_or_twice()
    {
        var keys = Instance();
        var first = await CreateAsync(keys);
        var second = (await RotateAsync(keys, first.Key.Id, TimeSpan.FromDays(1)))!;
        var third = (await RotateAsync(keys, first.Key.Id, TimeSpan.FromDays(1)))!;
        Assert.Null(await AuthenticateAsync(keys, first.Secret));
        Assert.NotNull(await AuthenticateAsync(keys, second.Secret));
        var fourth = (await RotateAsync(keys, first.Key.Id, TimeSpan.Zero))!;
        Assert.Null(await AuthenticateAsync(keys, third.Secret));
        Assert.NotNull(await AuthenticateAsync(keys, fourth.Secret));
    }

    [Fact]
    public async Task Takes_a_new_secret_within_a_second_elsewhere_and_refuses_the_old_one_within_a_minute()
    {
        var (here, elsewhere) = (Instance(), Instance(seed: 2));
        var created = await CreateAsync(here);
        Assert.NotNull(await AuthenticateAsync(elsewhere, created.Secret));
        var rotated = (await RotateAsync(here, created.Key.Id, TimeSpan.Zero))!;
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await AuthenticateAsync(elsewhere, rotated.Secret));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(await AuthenticateAsync(elsewhere, created.Secret));
    }

    [Fact]
    public async Task Reads_a_key_at_most_once_a_second_for_secrets_that_it_does_not_have()
    {
        var keys = Instance();
        var created = await CreateAsync(keys);
        await AuthenticateAsync(keys, created.Secret);
        time.Advance(TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++)
        {
            Assert.Null(await AuthenticateAsync(keys, $"slk_{created.Key.Id}{new string((char)('a' + i), 43)}"));
        }

        Assert.Equal(2, store.Reads);
        Assert.NotNull(await AuthenticateAsync(keys, created.Secret));
    }

    [Fact]
    public async Task Rotates_no_key_that_is_revoked_unknown_or_expired_and_brings_none_back()
    {
        var keys = Instance();
        var created = await CreateAsync(keys, time.GetUtcNow().AddMinutes(1));
        var rotated = (await RotateAsync(keys, created.Key.Id, TimeSpan.FromDays(1)))!;
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await RotateAsync(keys, created.Key.Id, TimeSpan.Zero));
        await keys.RevokeAsync(created.Key.Id, TestContext.Current.CancellationToken);
        Assert.Null(await RotateAsync(keys, created.Key.Id, TimeSpan.Zero));
        Assert.Null(await RotateAsync(keys, "unknown", TimeSpan.Zero));
        Assert.Null(await AuthenticateAsync(keys, rotated.Secret));
    }

    [Fact]
    public async Task Makes_one_key_of_requests_of_one_name_and_shows_its_secret_once()
    {
        var (here, elsewhere) = (Instance(), Instance(seed: 2));
        var made = await CreateOnceAsync(here, "request-1");
        var again = await CreateOnceAsync(elsewhere, "request-1");
        var other = await CreateOnceAsync(here, "request-2");
        Assert.Equal((made.Key.Id, null), (again.Key.Id, again.Secret));
        Assert.NotEqual(made.Key.Id, other.Key.Id);
        Assert.NotNull(await AuthenticateAsync(elsewhere, made.Secret));
        await here.RevokeAsync(made.Key.Id, TestContext.Current.CancellationToken);
        var anew = await CreateOnceAsync(here, "request-1");
        Assert.NotNull(await AuthenticateAsync(here, anew.Secret));
        Assert.Null(await AuthenticateAsync(here, made.Secret));
    }

    [Fact]
    public async Task Notes_once_a_day_that_a_key_is_used()
    {
        var keys = Instance();
        var created = await CreateAsync(keys);
        for (var day = 0; day < 3; day++)
        {
            for (var minute = 0; minute < 30; minute++)
            {
                Assert.NotNull(await AuthenticateAsync(keys, created.Secret));
                Assert.NotNull(keys.Find(created.Secret!));
                time.Advance(TimeSpan.FromMinutes(1));
            }

            Assert.Equal((day + 1, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime)), (store.Marks, (await store.FindAsync(created.Key.Id, TestContext.Current.CancellationToken))!.LastUsedOn));
            time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(30));
        }
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

    private static Task<NewApiKey?> RotateAsync(ApiKeys keys, string id, TimeSpan overlap) => keys.RotateAsync(id, overlap, TestContext.Current.CancellationToken);

    private static Task<NewApiKey> CreateOnceAsync(ApiKeys keys, string name) => keys.CreateOnceAsync(
        new ApiKeyRequest { Owner = "shop", Scopes = ["links"] }, new Caller("admin", "admin", []), name, TestContext.Current.CancellationToken);

    private ApiKeys Instance(string? adminKey = null, int seed = 1) => new(
        store,
        new AdminKey(Options.Create(new AccessOptions { AdminKey = adminKey })),
        new ApiKeyUses(store, new StoreRetry(time, TimeSpan.Zero), NullLogger<ApiKeyUses>.Instance),
        new StoreRetry(time, TimeSpan.Zero),
        new SeededRandomNumberGenerator(seed),
        time);
}
