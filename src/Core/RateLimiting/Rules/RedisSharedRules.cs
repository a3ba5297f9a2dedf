using Serverless.Core.Redis;
using Serverless.Core.Storage;
using StackExchange.Redis;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>The shared copy in Redis: a hash with a field for each rule and API, and its version, in one slot and always changed together.</summary>
public sealed class RedisSharedRules(RedisConnection connection, UnreadableDocuments unreadable, TimeProvider time) : ISharedRules
{
    private const string RulePrefix = "rule:";
    private const string ApiPrefix = "api:";

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

    public Task<bool> TryPutRuleAsync(string id, RateLimitRule? rule, string version, CancellationToken cancellationToken) =>
        PutAsync(RulePrefix + id, rule is null ? null : RuleText.Write(rule), version, cancellationToken);

    public Task<bool> TryPutApiAsync(string name, ApiDefinition? api, string version, CancellationToken cancellationToken) =>
        PutAsync(ApiPrefix + name, api is null ? null : RuleText.Write(api), version, cancellationToken);

    public Task<bool> TryReplaceAsync(string? expectedVersion, SharedRules next, CancellationToken cancellationToken) => RunAsync(
        database =>
        {
            var transaction = database.CreateTransaction();
            transaction.AddCondition(expectedVersion is null ? Condition.KeyNotExists(Version) : Condition.StringEqual(Version, expectedVersion));
            _ = transaction.KeyDeleteAsync(Fields);
            var fields = Write(next.Document);
            if (fields.Length > 0)
            {
                _ = transaction.HashSetAsync(Fields, fields);
            }

            _ = transaction.StringSetAsync(Version, next.Version);
            return transaction.ExecuteAsync();
        },
        cancellationToken);

    private RuleDocument Read(HashEntry[] fields) => new(
        [.. Read(fields, RulePrefix, UnreadableDocuments.Rule, RuleText.ReadRule).OrderBy(rule => rule.Id, StringComparer.Ordinal)],
        [.. Read(fields, ApiPrefix, UnreadableDocuments.Api, RuleText.ReadApi).OrderBy(api => api.Name, StringComparer.Ordinal)]);

    private IEnumerable<T> Read<T>(HashEntry[] fields, string prefix, string kind, Func<string, T> read)
        where T : class =>
        fields.Where(field => field.Name.StartsWith(prefix)).Select(field => unreadable.TryRead(kind, field.Name!, (string)field.Value!, read)).OfType<T>();

    private static HashEntry[] Write(RuleDocument document) =>
    [
        .. document.Rules.Select(rule => new HashEntry(RulePrefix + rule.Id, RuleText.Write(rule))),
        .. document.Apis.Select(api => new HashEntry(ApiPrefix + api.Name, RuleText.Write(api))),
    ];

    private Task<bool> PutAsync(string field, string? text, string version, CancellationToken cancellationToken) => RunAsync(
        database =>
        {
            var transaction = database.CreateTransaction();
            // A part must not pass for the whole.
            transaction.AddCondition(Condition.KeyExists(Version));
            _ = text is null ? (Task)transaction.HashDeleteAsync(Fields, field) : transaction.HashSetAsync(Fields, field, text);
            _ = transaction.StringSetAsync(Version, version);
            return transaction.ExecuteAsync();
        },
        cancellationToken);

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
