using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting;

/// <summary>Values by name, with a version that changes with every write.</summary>
internal sealed class InMemoryDocuments<T>
    where T : class
{
    private readonly SortedDictionary<string, Versioned<T>> values = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private int version;

    public Versioned<T>? Find(string name)
    {
        lock (gate)
        {
            return values.GetValueOrDefault(name);
        }
    }

    public bool TryAdd(string name, T value)
    {
        lock (gate)
        {
            return values.TryAdd(name, new Versioned<T>(value, $"v{++version}"));
        }
    }

    /// <summary>Replaces the value of that version; null removes it.</summary>
    public bool TryReplace(string name, string etag, T? value)
    {
        lock (gate)
        {
            if (values.GetValueOrDefault(name)?.ETag != etag)
            {
                return false;
            }

            values.Remove(name);
            return value is null || TryAdd(name, value);
        }
    }

    public IReadOnlyList<T> List(Func<T, bool> selects, string? after, int limit)
    {
        lock (gate)
        {
            return [.. values.Where(pair => string.CompareOrdinal(pair.Key, after ?? "") > 0 && selects(pair.Value.Value)).Take(limit).Select(pair => pair.Value.Value)];
        }
    }
}
