using Serverless.LocalHost.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Tests.UrlShortening;

/// <summary>A Redis server for the tests of a class, which use keys of their own; it begins once it delivers messages.</summary>
public sealed class SharedRedis : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly EmbeddedRedis server = EmbeddedRedis.Start();

    public string Configuration => server.Configuration;

    public async ValueTask InitializeAsync()
    {
        await using var client = await ConnectionMultiplexer.ConnectAsync(Configuration);
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await client.GetSubscriber().SubscribeAsync(RedisChannel.Literal("ready"), (_, _) => heard.TrySetResult());
        while (!heard.Task.IsCompleted)
        {
            // The messages of the first moments may be lost.
            await client.GetSubscriber().PublishAsync(RedisChannel.Literal("ready"), "?");
            await heard.Task.WaitAsync(Patience).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    public ValueTask DisposeAsync()
    {
        server.Dispose();
        return ValueTask.CompletedTask;
    }
}
