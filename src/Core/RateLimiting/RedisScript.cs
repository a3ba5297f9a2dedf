using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting;

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

    /// <param name="name">Of a resource of this assembly.</param>
    public static RedisScript Load(string name)
    {
        using var stream = typeof(RedisScript).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"No resource {name}.", nameof(name));
        using var reader = new StreamReader(stream);
        return new RedisScript(reader.ReadToEnd());
    }

    public async ValueTask<RedisResult> RunAsync(IDatabase database, RedisKey[] keys, RedisValue[] values)
    {
        try
        {
            return await database.ScriptEvaluateAsync(hash, keys, values);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            object[] arguments = [text, keys.Length, .. keys.Cast<object>(), .. values.Cast<object>()];
            return await database.ExecuteAsync("EVAL", arguments);
        }
    }
}
