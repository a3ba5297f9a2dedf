namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>
/// Replicas that lag behind: an instance may read what was stored a little earlier, though never what was stored before
/// something that it has read or written itself.
/// </summary>
internal sealed class Replicas(Random random)
{
    private const int Lag = 2;
    private const int FreshOutOf = 3;

    private readonly Dictionary<string, List<object?>> pasts = new(StringComparer.Ordinal);
    private readonly Dictionary<(int Instance, string Key), int> seen = [];

    /// <summary>Reads are of what is stored now.</summary>
    public bool AreFresh { get; set; }

    public T Read<T>(int instance, string key, Func<T> read)
    {
        var past = PastOf(key);
        var version = past.Count;
        if (!AreFresh && random.Next(FreshOutOf) == 0)
        {
            var oldest = Math.Max(seen.GetValueOrDefault((instance, key)), past.Count - Lag);
            version = random.Next(oldest, past.Count + 1);
        }

        seen[(instance, key)] = version;
        return version == past.Count ? read() : (T)past[version]!;
    }

    /// <summary>A read that no replica answers which has not seen all.</summary>
    public T Confirm<T>(int instance, string key, Func<T> read)
    {
        seen[(instance, key)] = PastOf(key).Count;
        return read();
    }

    /// <param name="read">What is stored now.</param>
    /// <param name="isWritten">Whether an answer says that something was written.</param>
    public T Write<T>(int instance, string key, Func<object?> read, Func<T> write, Func<T, bool> isWritten)
    {
        var (past, before) = (PastOf(key), read());
        var answer = write();
        if (isWritten(answer))
        {
            past.Add(before);
        }

        seen[(instance, key)] = past.Count;
        return answer;
    }

    /// <summary>What was stored before is nowhere any more.</summary>
    public void Forget(string key)
    {
        pasts.Remove(key);
        foreach (var (instance, _) in seen.Keys.Where(each => each.Key == key).ToArray())
        {
            seen.Remove((instance, key));
        }
    }

    private List<object?> PastOf(string key)
    {
        if (!pasts.TryGetValue(key, out var past))
        {
            pasts.Add(key, past = []);
        }

        return past;
    }
}
