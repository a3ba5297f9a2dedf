using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// Leaves out stored rules and APIs that can't be read, so that one which somebody broke by hand, or a newer version of the
/// program wrote, does not stop all others from being refreshed. Each is logged once and counted at every reading.
/// </summary>
public sealed partial class UnreadableDocuments(RateLimitMetrics metrics, ILogger<UnreadableDocuments> logger)
{
    public const string Rule = "rule";
    public const string Api = "api";

    private readonly ConcurrentDictionary<(string Kind, string Name), string> reported = new();

    /// <summary>What a text says; null when it can't be read.</summary>
    /// <param name="kind"><see cref="Rule"/> or <see cref="Api"/>.</param>
    /// <param name="read">Throws <see cref="JsonException"/> for a text that is none of ours.</param>
    public T? TryRead<T>(string kind, string name, string text, Func<string, T> read)
        where T : class
    {
        try
        {
            return read(text);
        }
        catch (JsonException exception)
        {
            metrics.CountUnreadable(kind);
            if (!reported.TryGetValue((kind, name), out var before) || before != text)
            {
                reported[(kind, name)] = text;
                LogLeftOut(exception, kind, name);
            }

            return null;
        }
    }

    /// <summary>A page of what can be read: what can't is made up for, so that a short page is the last one.</summary>
    /// <param name="page">Up to so many texts with their names, in the order of these, after one of them.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(
        string kind, string? after, int limit, Func<string?, int, Task<IReadOnlyList<(string Name, string Text)>>> page, Func<string, T> read)
        where T : class
    {
        var readable = new List<T>();
        while (true)
        {
            var wanted = limit - readable.Count;
            var found = await page(after, wanted);
            readable.AddRange(found.Select(document => TryRead(kind, document.Name, document.Text, read)).OfType<T>());
            if (found.Count < wanted || readable.Count == limit)
            {
                return readable;
            }

            after = found[^1].Name;
        }
    }

    [LoggerMessage(LogLevel.Error, "The stored {Kind} {Name} can't be read and is left out: put it again, or delete it from the store.")]
    private partial void LogLeftOut(Exception exception, string kind, string name);
}
