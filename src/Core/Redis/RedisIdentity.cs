using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace Serverless.Core.Redis;

/// <summary>
/// Enters Redis with an identity of Entra ID. The server ends a connection whose token has ended, so each new token is given
/// to the open connections, and to those that are made later.
/// </summary>
public sealed partial class RedisIdentity(TokenCredential credential, TimeProvider time, ILogger<RedisIdentity> logger) : IAsyncDisposable
{
    private static readonly TokenRequestContext Request = new(["https://redis.azure.com/.default"]);

    /// <summary>Between attempts to get a token, and before the end of one that could not be replaced earlier.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource stopping = new();
    private volatile RedisToken? current;
    private volatile ConnectionMultiplexer? connection;
    private Task renewing = Task.CompletedTask;

    /// <summary>Connects, and keeps the connection entitled until this is disposed. Without a token it goes on trying, as it does without a server.</summary>
    public async Task<IConnectionMultiplexer> ConnectAsync(ConfigurationOptions options)
    {
        options.Defaults = new TokenOptions(this);
        // One connection for commands and subscriptions: a second one could not be given the new token. Our answers are far
        // smaller than the 8 MB that a server lets wait for a connection with subscriptions.
        options.Protocol = RedisProtocol.Resp3;
        options.SharedSubscriptionConnection = true;
        await TryRenewAsync();
        var connected = await ConnectionMultiplexer.ConnectAsync(options);
        connection = connected;
        renewing = RenewAsync();
        return connected;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await renewing;
        stopping.Dispose();
    }

    private async Task RenewAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(UntilNext(), time, stopping.Token);
                await TryRenewAsync();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was disposed.
        }
    }

    // Half of what is left: the credential answers from its own memory until a token's end is near, at little cost.
    private TimeSpan UntilNext()
    {
        var half = current is { } token ? (token.ExpiresOn - time.GetUtcNow()) / 2 : TimeSpan.Zero;
        return half > Pause ? half : Pause;
    }

    private async Task TryRenewAsync()
    {
        try
        {
            var token = RedisToken.Read(await credential.GetTokenAsync(Request, stopping.Token));
            if (token.Password != current?.Password)
            {
                current = token;
                await PresentAsync(token);
            }
        }
        catch (Exception exception) when (exception is AuthenticationFailedException or global::Azure.RequestFailedException or FormatException or RedisException or TimeoutException)
        {
            // A connection that was not given the token is ended by the server, and made anew with it.
            LogNotRenewed(exception);
        }
    }

    private async Task PresentAsync(RedisToken token)
    {
        foreach (var server in connection?.GetServers() ?? [])
        {
            if (server.IsConnected)
            {
                await server.ExecuteAsync("AUTH", token.User, token.Password);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The token for Redis was not renewed; the next attempt follows.")]
    private partial void LogNotRenewed(Exception exception);

    private sealed class TokenOptions(RedisIdentity identity) : DefaultOptionsProvider
    {
        public override string? User => identity.current?.User;

        public override string? Password => identity.current?.Password;
    }
}
