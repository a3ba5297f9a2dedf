using System.Globalization;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Overview;

/// <summary>Sums in Redis: two hashes a minute, one of what is counted once and one of the rules, which expire by themselves.</summary>
public sealed class RedisTrafficStore(RedisConnection connection) : ITrafficStore
{
    private const int FieldsPerCall = 250;
    private const char Separator = ':';

    // Of each field the name and what is added; a hash takes no more fields than it may have.
    private const string AddScript = """
        local most = tonumber(ARGV[1])
        for i = 3, #ARGV, 2 do
          if redis.call('HEXISTS', KEYS[1], ARGV[i]) == 1 or redis.call('HLEN', KEYS[1]) < most then
            redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
          end
        end
        redis.call('EXPIRE', KEYS[1], ARGV[2])
        return 1
        """;

    private static readonly long Lifetime = (long)TrafficMinute.KeptFor.TotalSeconds;
    private static readonly TrafficFigure[] RuleFigures = [.. Enum.GetValues<TrafficFigure>().Where(figure => new TrafficKey(figure).IsOfRule)];

    public Task AddAsync(IReadOnlyList<TrafficCount> counts, CancellationToken cancellationToken) => connection.AskAsync(
        async database =>
        {
            foreach (var hash in counts.GroupBy(count => (count.Minute, count.Key.IsOfRule)))
            {
                foreach (var part in hash.Chunk(FieldsPerCall))
                {
                    await database.ScriptEvaluateAsync(
                        AddScript,
                        [KeyOf(hash.Key.Minute, hash.Key.IsOfRule)],
                        [ITrafficStore.MaxNames, Lifetime, .. part.SelectMany(count => new RedisValue[] { FieldOf(count.Key), count.Count })]);
                }
            }

            return true;
        },
        cancellationToken);

    public Task<IReadOnlyList<TrafficCount>> ReadAsync(long firstMinute, int minutes, CancellationToken cancellationToken) => connection.AskAsync<IReadOnlyList<TrafficCount>>(
        async database =>
        {
            var hashes = await Task.WhenAll(Enumerable.Range(0, minutes).Select(i => database.HashGetAllAsync(KeyOf(firstMinute + i, ofRules: false))));
            return [.. hashes.SelectMany((hash, i) => hash.Select(entry => Read(firstMinute + i, entry)).OfType<TrafficCount>())];
        },
        cancellationToken);

    public Task<IReadOnlyList<TrafficCount>> ReadRuleAsync(string rule, long firstMinute, int minutes, CancellationToken cancellationToken) => connection.AskAsync<IReadOnlyList<TrafficCount>>(
        async database =>
        {
            RedisValue[] fields = [.. RuleFigures.Select(figure => (RedisValue)FieldOf(new TrafficKey(figure, rule)))];
            var hashes = await Task.WhenAll(Enumerable.Range(0, minutes).Select(i => database.HashGetAsync(KeyOf(firstMinute + i, ofRules: true), fields)));
            return
            [
                .. hashes.SelectMany((values, i) => values
                    .Select((value, figure) => new TrafficCount(firstMinute + i, new TrafficKey(RuleFigures[figure], rule), value.IsNull ? 0 : (long)value))
                    .Where(count => count.Count > 0)),
            ];
        },
        cancellationToken);

    private static RedisKey KeyOf(long minute, bool ofRules) => string.Create(CultureInfo.InvariantCulture, $"traffic:{minute}{(ofRules ? ":rules" : "")}");

    private static string FieldOf(TrafficKey key) => key.Name is null ? key.Figure.ToString() : $"{key.Figure}{Separator}{key.Name}";

    // What a later version may have written is none of ours.
    private static TrafficCount? Read(long minute, HashEntry entry)
    {
        var parts = entry.Name.ToString().Split(Separator, 2);
        return Enum.TryParse<TrafficFigure>(parts[0], out var figure) && entry.Value.TryParse(out long count)
            ? new TrafficCount(minute, new TrafficKey(figure, parts.Length == 2 ? parts[1] : null), count)
            : null;
    }
}
