using Serverless.Core.Redis;
using Serverless.Core.Storage;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>The shared copy in Redis: a hash with a field for each document, and its version, in one slot and always changed together.</summary>
public sealed class RedisSharedRules(RedisConnection connection, UnreadableDocuments unreadable, TimeProvider time) : ISharedRules
{
    private static readonly RedisKey Fields = "{ratelimit-rules}:fields";
    private static readonly RedisKey Version = "{ratelimit-rules}:version";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);

    public Task<string?> GetVersionAsync(CancellationToken cancellationToken) =>
        RunAsync(async database => (string?)await database.StringGetAsync(Version), cancellationToken);

    public Task<SharedRules?> ReadAsync(CancellationToken cancellationToken) => RunAsync(
        async database =>
        {
            var transaction = database.CreateTransaction();
            var version = transaction.StringGetAsync(Version);
            var fields = transaction.HashGetAllAsync(Fields);
            await transaction.ExecuteAsync();
            return (string?)await version is { } found ? new SharedRules(found, Read(await fields)) : null;
        },
        cancellationToken);

    public Task<bool> TryPutAsync(DocumentKind kind, string name, string? text, string version, CancellationToken cancellationToken) => RunAsync(
        database =>
        {
            var transaction = database.CreateTransaction();
            // A part must not pass for the whole.
            transaction.AddCondition(Condition.KeyExists(Version));
            var field = PrefixOf(kind) + name;
            _ = text is null ? (Task)transaction.HashDeleteAsync(Fields, field) : transaction.HashSetAsync(Fields, field, text);
            _ = transaction.StringSetAsync(Version, version);
            return transaction.ExecuteAsync();
        },
        cancellationToken);

    public Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken) => RunAsync(
        database =>
        {
            var transaction = database.CreateTransaction();
            transaction.AddCondition(expectedVersion is null ? Condition.KeyNotExists(Version) : Condition.StringEqual(Version, expectedVersion));
            _ = transaction.KeyDeleteAsync(Fields);
            var fields = Write(next.Snapshot);
            if (fields.Length > 0)
            {
                _ = transaction.HashSetAsync(Fields, fields);
            }

            _ = transaction.StringSetAsync(Version, next.Version);
            return transaction.ExecuteAsync();
        },
        cancellationToken);

    private static string PrefixOf(DocumentKind kind) => $"{EnumNames.Of(kind)}:";

    private RuleSnapshot Read(HashEntry[] fields) => new()
    {
        Rules = Read(fields, DocumentTypes.Rule),
        Apis = Read(fields, DocumentTypes.Api),
        Callers = Read(fields, DocumentTypes.Caller),
    };

    private T[] Read<T>(HashEntry[] fields, DocumentType<T> type)
        where T : class
    {
        var prefix = PrefixOf(type.Kind);
        return
        [
            .. fields.Where(field => field.Name.StartsWith(prefix))
                .Select(field => unreadable.TryRead(type, ((string)field.Name!)[prefix.Length..], (string)field.Value!))
                .OfType<T>()
                .OrderBy(type.NameOf, StringComparer.Ordinal),
        ];
    }

    private static HashEntry[] Write(RuleSnapshot snapshot) =>
    [
        .. Write(snapshot.Rules, DocumentTypes.Rule),
        .. Write(snapshot.Apis, DocumentTypes.Api),
        .. Write(snapshot.Callers, DocumentTypes.Caller),
    ];

    private static IEnumerable<HashEntry> Write<T>(IEnumerable<T> documents, DocumentType<T> type)
        where T : class =>
        documents.Select(document => new HashEntry(PrefixOf(type.Kind) + type.NameOf(document), type.Write(document)));

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(operation).WaitAsync(Deadline, time, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or ObjectDisposedException)
        {
            throw new StoreUnavailableException("Redis does not answer.", exception);
        }
    }

    private async Task<T> SendAsync<T>(Func<IDatabase, Task<T>> operation) => await operation((await connection.GetAsync()).GetDatabase());
}
