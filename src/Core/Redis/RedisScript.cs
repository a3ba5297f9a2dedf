using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Serverless.Core.Redis;

/// <summary>A script that is called by its hash, and sent whole to a server that does not know it yet.</summary>
internal sealed class RedisScript
{
    private readonly string text;
    private readonly byte[] hash;

    private RedisScript(string text)
    {
        this.text = text;
        // Redis names scripts by SHA-1; nothing is protected by it.
#pragma warning disable CA5350
        hash = SHA1.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5350
    }

    /// <summary>The script that is made of these parts, one after the other.</summary>
    public static RedisScript Of(params IEnumerable<string> parts) => new(string.Join('\n', parts));

    /// <param name="name">Of a resource of this assembly.</param>
    public static string Read(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"No resource {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Makes it known to every primary that is connected.</summary>
    public async Task LoadAsync(IConnectionMultiplexer multiplexer)
    {
        foreach (var server in multiplexer.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            await server.ScriptLoadAsync(text);
        }
    }

    /// <summary>Calls it, and sends it whole where it is not known.</summary>
    public async Task<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await CallAsync(database, keys, values);
        }
        catch (RedisServerException exception) when (IsUnknown(exception))
        {
            return await SendAsync(database, keys, values);
        }
    }

    /// <summary>Calls it; fails with <c>NOSCRIPT</c> on a server that does not know it.</summary>
    public Task<RedisResult> CallAsync(IDatabase database, RedisKey[] keys, RedisValue[] values) => database.ScriptEvaluateAsync(hash, keys, values);

    /// <summary>Sends it whole, which makes it known too.</summary>
    public Task<RedisResult> SendAsync(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        object[] arguments = [text, keys.Length, .. keys.Cast<object>(), .. values.Cast<object>()];
        return database.ExecuteAsync("EVAL", arguments);
    }

    public static bool IsUnknown(RedisServerException exception) => exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);
}
