using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// Leaves out stored rules, APIs and callers' records that can't be read, so that one which somebody broke by hand, or a newer version of the
/// program wrote, does not stop all others from being refreshed. Each is logged once and counted at every reading.
/// </summary>
public sealed partial class UnreadableDocuments(RateLimitMetrics metrics, ILogger<UnreadableDocuments> logger)
{
    private readonly ConcurrentDictionary<(DocumentKind Kind, string Name), string> reported = new();

    /// <summary>What a text says; null when it can't be read.</summary>
    public T? TryRead<T>(DocumentType<T> type, string name, string text)
        where T : class
    {
        try
        {
            return type.Read(text);
        }
        catch (JsonException exception)
        {
            var kind = EnumNames.Of(type.Kind);
            metrics.CountUnreadable(kind);
            if (!reported.TryGetValue((type.Kind, name), out var before) || before != text)
            {
                reported[(type.Kind, name)] = text;
                LogLeftOut(exception, kind, name);
            }

            return null;
        }
    }

    /// <summary>A page of what can be read: what can't is made up for, so that a short page is the last one.</summary>
    /// <inheritdoc cref="IDocumentStore.ListAsync" path="/param"/>
    public async Task<IReadOnlyList<T>> ListAsync<T>(DocumentType<T> type, IDocumentStore store, string? api, string? after, int limit, CancellationToken cancellationToken)
        where T : class
    {
        var readable = new List<T>();
        while (true)
        {
            var wanted = limit - readable.Count;
            var found = await store.ListAsync(type.Kind, api, after, wanted, cancellationToken);
            readable.AddRange(found.Select(document => TryRead(type, document.Name, document.Text)).OfType<T>());
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
