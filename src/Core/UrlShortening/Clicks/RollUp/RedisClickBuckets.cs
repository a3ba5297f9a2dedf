using System.Globalization;
using Serverless.Core.Redis;
using Serverless.Core.Storage;
using StackExchange.Redis;

namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>
/// Buckets in Redis, a hash each with a field for each link, and beside it in the same slot what a run has taken out, the last
/// run, and the numbers of the batches that instances sent last. Every step is one script.
/// </summary>
/// <param name="clock">Whose time scripts use instead of the server's; for tests, null otherwise.</param>
public sealed class RedisClickBuckets(RedisConnection connection, TimeProvider? clock = null) : IClickBuckets
{
    private const char Separator = '!';
    private const int Page = 1_000;
    private const string RunField = "#run";

    private static readonly RedisScript Add = RedisScript.Of(RedisScript.Read("clicks.add.lua"));
    private static readonly RedisScript Find = RedisScript.Of(RedisScript.Read("clicks.find.lua"));
    private static readonly RedisScript Remove = RedisScript.Of(RedisScript.Read("clicks.remove.lua"));
    private static readonly RedisScript Begin = RedisScript.Of(RedisScript.Read("clicks.begin.lua"));
    private static readonly RedisScript Read = RedisScript.Of(RedisScript.Read("clicks.read.lua"));
    private static readonly RedisScript End = RedisScript.Of(RedisScript.Read("clicks.end.lua"));

    /// <inheritdoc/>
    public async Task AddAsync(ClickBatch batch, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(batch.Clicks
            .GroupBy(count => LinkShard.BucketOf(count.Slot.Key))
            .Select(async bucket => (int)await RunAsync(Add, [Of(bucket.Key), Of(bucket.Key, "even"), Of(bucket.Key, "odd")], Arguments(batch, bucket), cancellationToken)));
        if (answers.Contains(-1))
        {
            throw new InvalidOperationException($"Batch {batch.Number} of {batch.Instance} is so old that Redis could not tell whether it was counted before.");
        }
    }

    /// <inheritdoc/>
    public async Task<BufferedClicks> FindAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        var bucket = LinkShard.BucketOf(key);
        var found = (string[])(await RunAsync(Find, [Of(bucket), Taken(bucket), Last(bucket)], [NameOf(key, nonce)], cancellationToken))!;
        return new BufferedClicks([.. ClickText.Read(found[0]), .. ClickText.Read(found[1])], Id(found[2]) ?? Id(found[3]) + 1);
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        var bucket = LinkShard.BucketOf(key);
        await RunAsync(Remove, [Of(bucket), Taken(bucket)], [NameOf(key, nonce)], cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> FindUsedAsync(IReadOnlyCollection<int> buckets, CancellationToken cancellationToken)
    {
        var used = await Task.WhenAll(buckets.Select(bucket => GuardAsync(database => database.KeyExistsAsync([Of(bucket), Taken(bucket)]), cancellationToken)));
        return [.. buckets.Zip(used).Where(pair => pair.Second > 0).Select(pair => pair.First)];
    }

    /// <inheritdoc/>
    public async Task<long?> BeginAsync(int bucket, long run, CancellationToken cancellationToken) =>
        Id((string)(await RunAsync(Begin, [Of(bucket), Taken(bucket), Last(bucket)], [run], cancellationToken))!);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LinkClicks>?> ReadAsync(int bucket, long run, CancellationToken cancellationToken)
    {
        // By name: while a hash is read in parts, a field may come twice.
        var links = new Dictionary<string, LinkClicks>(StringComparer.Ordinal);
        var cursor = "0";
        do
        {
            if ((RedisResult[])(await RunAsync(Read, [Taken(bucket)], [run, cursor, Page], cancellationToken))! is not [var next, var fields])
            {
                return null;
            }

            foreach (var pair in ((string[])fields!).Chunk(2).Where(pair => pair[0] != RunField))
            {
                links[pair[0]] = LinkOf(pair[0], pair[1]);
            }

            cursor = (string)next!;
        }
        while (cursor != "0");
        return [.. links.Values];
    }

    /// <inheritdoc/>
    public Task EndAsync(int bucket, long run, CancellationToken cancellationToken) => RunAsync(End, [Taken(bucket)], [run], cancellationToken);

    private static RedisKey Of(int bucket) => string.Create(CultureInfo.InvariantCulture, $"clicks:{{{bucket}}}");

    private static RedisKey Of(int bucket, string part) => string.Create(CultureInfo.InvariantCulture, $"clicks:{{{bucket}}}:{part}");

    private static RedisKey Taken(int bucket) => Of(bucket, "run");

    private static RedisKey Last(int bucket) => Of(bucket, "last");

    private static string NameOf(string key, string nonce) => $"{key}{Separator}{nonce}";

    private static LinkClicks LinkOf(string name, string clicks)
    {
        var end = name.IndexOf(Separator, StringComparison.Ordinal);
        return new LinkClicks(name[..end], name[(end + 1)..], [.. ClickText.Read(clicks)]);
    }

    private static long? Id(string text) => text.Length == 0 ? null : long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private RedisValue[] Arguments(ClickBatch batch, IEnumerable<ClickCount> clicks) =>
    [
        batch.Instance,
        batch.Number,
        batch.TakenAt?.ToUnixTimeSeconds() ?? RedisValue.EmptyString,
        clock?.GetUtcNow().ToUnixTimeSeconds() ?? RedisValue.EmptyString,
        .. clicks.GroupBy(count => (count.Slot.Key, count.Slot.Nonce))
            .SelectMany(link => new RedisValue[] { NameOf(link.Key.Key, link.Key.Nonce), ClickText.Write(DaySummary.Of(link)) }),
    ];

    private Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken) =>
        GuardAsync(database => script.RunAsync(database, keys, values), cancellationToken);

    private async Task<T> GuardAsync<T>(Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            var database = (await connection.GetAsync().WaitAsync(cancellationToken)).GetDatabase();
            return await operation(database).WaitAsync(cancellationToken);
        }
        catch (Exception exception) when (RedisFailure.Is(exception) && !cancellationToken.IsCancellationRequested)
        {
            throw new StoreUnavailableException("The Redis of the clicks does not answer.", exception);
        }
    }
}
