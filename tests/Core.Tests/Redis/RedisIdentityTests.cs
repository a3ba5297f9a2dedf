using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Serverless.Core.Redis;
using Serverless.Core.Tests.RateLimiting.Servers;
using StackExchange.Redis;

namespace Serverless.Core.Tests.Redis;

/// <summary>Over a <c>redis-server</c> that knows the users and passwords that Azure Managed Redis would make of tokens.</summary>
public sealed class RedisIdentityTests : IAsyncLifetime
{
    private const string First = "11111111-0000-0000-0000-000000000000";
    private const string Second = "22222222-0000-0000-0000-000000000000";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch);
    private readonly ScriptedCredential credential = new();
    private RedisServerProcess server = null!;
    private ConnectionMultiplexer admin = null!;

    public async ValueTask InitializeAsync()
    {
        RedisServerProcess.SkipUnlessInstalled();
        server = await RedisServerProcess.StartAsync(null, "--user", "default", "off", "--user", "operator", "on", ">operator", "~*", "&*", "+@all");
        admin = await ConnectionMultiplexer.ConnectAsync($"{server.Configuration},user=operator,password=operator");
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            await admin.DisposeAsync();
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Enters_as_the_tokens_object_with_the_token_for_its_password()
    {
        await AdmitAsync(First, 1);
        await using var connection = Connect();
        Hand(First, 1);
        var redis = await connection.GetAsync();
        Assert.Equal(First, await WhoAmIAsync(redis));
        Assert.Equal(["https://redis.azure.com/.default"], (await NextRequestAsync()).Scopes);
    }

    [Fact]
    public async Task Gives_a_new_token_to_the_open_connection_in_the_middle_of_its_life()
    {
        await AdmitAsync(First, 1);
        await AdmitAsync(Second, 2);
        await using var connection = Connect();
        Hand(First, 1);
        var redis = await connection.GetAsync();
        await NextRequestAsync();
        var heard = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news"), (_, message) => heard.TrySetResult(message));

        Hand(Second, 2);
        time.Advance(Lifetime / 2);
        await UntilAsync(async () => await WhoAmIAsync(redis) == Second);
        Assert.Equal(1, await ConnectionsOfAsync(Second));
        Assert.Equal(0, await ConnectionsOfAsync(First));
        await admin.GetSubscriber().PublishAsync(RedisChannel.Literal("news"), "still heard");
        Assert.Equal("still heard", await heard.Task.WaitAsync(RedisServerProcess.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_connection_that_the_server_ended_is_made_anew_with_the_newest_token()
    {
        await AdmitAsync(First, 1);
        await using var connection = Connect();
        Hand(First, 1);
        var redis = await connection.GetAsync();
        await NextRequestAsync();

        // The user of the second token is unknown to the server yet, so the open connection can't be given it.
        Hand(Second, 2);
        time.Advance(Lifetime / 2);
        await NextRequestAsync();
        await AdmitAsync(Second, 2);
        await admin.GetDatabase().ExecuteAsync("ACL", "DELUSER", First);
        await UntilAsync(async () => await WhoAmIAsync(redis) == Second);
    }

    [Fact]
    public async Task Without_a_token_it_goes_on_trying()
    {
        await AdmitAsync(First, 1);
        await using var connection = Connect();
        credential.Fail();
        var redis = await connection.GetAsync();
        await NextRequestAsync();
        await Assert.ThrowsAnyAsync<RedisException>(() => redis.GetDatabase().PingAsync());

        Hand(First, 1);
        time.Advance(TimeSpan.FromSeconds(5));
        await UntilAsync(async () => await WhoAmIAsync(redis) == First);
    }

    [Theory]
    [InlineData("no-jwt")]
    [InlineData("a.!.c")]
    [InlineData("a.e30.c")]
    public async Task A_token_that_names_nobody_opens_nothing(string token)
    {
        await using var connection = Connect();
        credential.Answer(token, time.GetUtcNow() + Lifetime);
        var redis = await connection.GetAsync();
        await Assert.ThrowsAnyAsync<RedisException>(() => redis.GetDatabase().PingAsync());
    }

    private RedisConnection Connect() => new(
        $"127.0.0.1:{server.Port},connectTimeout=2000,connectRetry=0",
        new RedisIdentity(credential, time, NullLogger<RedisIdentity>.Instance));

    private void Hand(string user, int number) => credential.Answer(ScriptedCredential.TokenOf(user, number), time.GetUtcNow() + Lifetime);

    private async Task AdmitAsync(string user, int number) => await admin.GetDatabase().ExecuteAsync(
        "ACL", "SETUSER", user, "on", $">{ScriptedCredential.TokenOf(user, number)}", "~*", "&*", "+@all");

    private async Task<int> ConnectionsOfAsync(string user) =>
        ((string)(await admin.GetDatabase().ExecuteAsync("CLIENT", "LIST"))!).Split('\n').Count(client => client.Contains($"user={user}", StringComparison.Ordinal));

    private async Task<global::Azure.Core.TokenRequestContext> NextRequestAsync() =>
        await credential.Requests.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(RedisServerProcess.Patience, TestContext.Current.CancellationToken);

    private static async Task<string?> WhoAmIAsync(IConnectionMultiplexer redis)
    {
        try
        {
            return (string?)await redis.GetDatabase().ExecuteAsync("ACL", "WHOAMI");
        }
        catch (RedisException)
        {
            return null;
        }
    }

    // Another process decides when: the condition is asked again until it holds, each time by a round trip to the server.
    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        var patience = new CancellationTokenSource(RedisServerProcess.Patience);
        while (!await holds())
        {
            await admin.GetDatabase().PingAsync();
            Assert.False(patience.IsCancellationRequested, "It did not become true.");
        }
    }
}
