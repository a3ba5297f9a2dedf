using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Core.Redis;
using StackExchange.Redis;

namespace Serverless.Core.Overview;

/// <summary>Keeps in Redis what each source told last, as one text that expires.</summary>
public sealed class RedisAttentionStore(RedisConnection connection) : IAttentionStore
{
    public Task PutAsync(string source, IReadOnlyList<AttentionItem> items, CancellationToken cancellationToken) => connection.AskAsync(
        database => database.StringSetAsync(KeyOf(source), JsonSerializer.SerializeToUtf8Bytes(items, AttentionJson.Default.IReadOnlyListAttentionItem), AttentionNotes.Lifetime),
        cancellationToken);

    public Task<IReadOnlyList<AttentionItem>> ReadAsync(string source, CancellationToken cancellationToken) => connection.AskAsync(
        async database => Read(await database.StringGetAsync(KeyOf(source))),
        cancellationToken);

    private static RedisKey KeyOf(string source) => $"attention:{source}";

    // What an instance of another version told in other words is told again by one of this version, or ends.
    private static IReadOnlyList<AttentionItem> Read(RedisValue text)
    {
        try
        {
            return text.IsNull ? [] : JsonSerializer.Deserialize((byte[])text!, AttentionJson.Default.IReadOnlyListAttentionItem) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

/// <summary>JSON of what needs attention, as it is kept.</summary>
[JsonSerializable(typeof(IReadOnlyList<AttentionItem>))]
internal sealed partial class AttentionJson : JsonSerializerContext;
