using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Redis;

/// <summary>Where a Redis server is, and whether it is entered as its connection string says or with this app's identity.</summary>
public sealed record RedisAddress
{
    /// <summary>The server of the counters, which never evicts (<c>noeviction</c>).</summary>
    public const string Counters = "Redis:Counters";

    /// <summary>The server of the cache, which may forget (<c>allkeys-lru</c>); may be the same in development.</summary>
    public const string Cache = "Redis:Cache";

    private const string Endpoint = "Endpoint";

    private RedisAddress()
    {
    }

    /// <summary>What a client connects with; without a secret when <see cref="UsesIdentity"/>.</summary>
    public required string Configuration { get; init; }

    /// <summary>A token of Entra ID is the password, which is sent over TLS alone.</summary>
    public bool UsesIdentity { get; private init; }

    /// <param name="name"><see cref="Counters"/> or <see cref="Cache"/>: a connection string, or a section with <c>Endpoint</c>, which is used where there is none.</param>
    /// <returns>Null when neither is set.</returns>
    /// <exception cref="OptionsValidationException">The endpoint is none.</exception>
    public static RedisAddress? Find(IConfiguration configuration, string name)
    {
        if (configuration[name] is { } connection && !string.IsNullOrWhiteSpace(connection))
        {
            return new RedisAddress { Configuration = connection };
        }

        var setting = $"{name}:{Endpoint}";
        return configuration[setting] is { } endpoint && !string.IsNullOrWhiteSpace(endpoint) ? AtEndpoint(setting, endpoint.Trim()) : null;
    }

    private static RedisAddress AtEndpoint(string setting, string endpoint) =>
        Uri.TryCreate($"rediss://{endpoint}", UriKind.Absolute, out var uri) && uri is { Port: > 0, PathAndQuery: "" or "/", UserInfo: "", Fragment: "" } && !endpoint.Contains(',', StringComparison.Ordinal)
            ? new RedisAddress { Configuration = $"{uri.Host}:{uri.Port},ssl=true", UsesIdentity = true }
            : throw new OptionsValidationException(
                setting,
                typeof(RedisAddress),
                [$"The setting {setting} can't be used. It must be a host and a port, such as NAME.REGION.redis.azure.net:10000; a connection string belongs into {setting[..^(Endpoint.Length + 1)]}."]);
}
