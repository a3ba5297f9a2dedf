using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Serverless.Azure.Tests.Emulators;
using Serverless.Core.Access;
using Serverless.Core.Storage;
using Serverless.Core.Tests;

namespace Serverless.Azure.Tests.Access;

/// <summary>What becomes of API keys when the network to the tables fails.</summary>
public sealed class ApiKeysOverTablesTests
{
    private readonly UnreliableNetwork network = new();
    private readonly ApiKeys keys;

    public ApiKeysOverTablesTests(Azurite azurite)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero));
        var (store, retry) = (new TableApiKeyStore(new TestAccount(azurite, network).Tables), new StoreRetry(time, TimeSpan.Zero));
        keys = new ApiKeys(
            store,
            new AdminKey(Options.Create(new AccessOptions())),
            new ApiKeyUses(store, retry, NullLogger<ApiKeyUses>.Instance),
            retry,
            new SeededRandomNumberGenerator(1),
            time);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Creates_a_key_when_the_answer_got_lost()
    {
        network.Disturb("POST ApiKeys", NetworkFault.None, NetworkFault.AnswerLost);

        var created = await CreateAsync();

        Assert.Equal("shop", (await keys.AuthenticateAsync(created.Secret!, Cancel))?.Owner);
    }

    [Fact]
    public async Task Rotates_a_key_once_when_the_answer_got_lost()
    {
        var created = await CreateAsync();
        network.Disturb("PUT ApiKeys", NetworkFault.AnswerLost);

        var rotated = await keys.RotateAsync(created.Key.Id, TimeSpan.FromHours(1), Cancel);

        Assert.Equal("shop", (await keys.AuthenticateAsync(rotated!.Secret!, Cancel))?.Owner);
        Assert.Equal("shop", (await keys.AuthenticateAsync(created.Secret!, Cancel))?.Owner);
    }

    [Fact]
    public async Task Knows_that_it_revoked_a_key_when_the_answer_got_lost()
    {
        var created = await CreateAsync();
        network.Disturb("DELETE ApiKeys", NetworkFault.AnswerLost);

        Assert.True(await keys.RevokeAsync(created.Key.Id, Cancel));

        Assert.Null(await keys.AuthenticateAsync(created.Secret!, Cancel));
    }

    private Task<NewApiKey> CreateAsync() => keys.CreateAsync(new ApiKeyRequest { Owner = "shop", Scopes = ["links"] }, Cancel);
}
