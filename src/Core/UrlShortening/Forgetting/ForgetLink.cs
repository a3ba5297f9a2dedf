using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Core.UrlShortening.Forgetting;

/// <summary>
/// The promise to have a link forgotten by the shared cache, once the row that it may have been read from is replaced. A
/// message of the queue <see cref="Queue"/>; it may come late, or twice.
/// </summary>
/// <param name="ETag">Of the row that is to be replaced.</param>
/// <param name="Since">When the writer promised it.</param>
/// <param name="Tries">How often it has come back without getting further.</param>
/// <param name="IsMarked">Whether the row was seen replaced and a mark was confirmed after that.</param>
public sealed record ForgetLink(string Key, string ETag, DateTimeOffset Since, int Tries = 0, bool IsMarked = false)
{
    public const string Queue = "forget-link";

    /// <summary>From the promise to the first look; and at least between two.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(10);

    /// <summary>At most between two looks.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(60);

    /// <summary>More than a failover of the shared cache forgets, so that of two marks one stays.</summary>
    public static readonly TimeSpan BetweenMarks = TimeSpan.FromSeconds(60);

    /// <summary>How long the message waits in the queue: while nothing happens, about as long as it has waited in all.</summary>
    [JsonIgnore]
    public TimeSpan Delay => (IsMarked, Tries) switch
    {
        (true, 0) => BetweenMarks,
        (_, 0) => FirstDelay,
        _ when Tries > 3 => LongestDelay,
        _ => FirstDelay * (1 << (Tries - 1)),
    };

    /// <summary>Reads a text that <see cref="ToString"/> made; null when it is none.</summary>
    public static ForgetLink? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ForgetLinkJson.Default.ForgetLink) is { Tries: >= 0, ETag.Length: > 0, Since.Ticks: > 0 } read && LinkKey.IsPossible(read.Key) ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The message that follows a look that brought nothing.</summary>
    public ForgetLink Again() => this with { Tries = int.Min(Tries, int.MaxValue - 1) + 1 };

    /// <summary>The message that follows the first confirmed mark.</summary>
    public ForgetLink Marked() => this with { Tries = 0, IsMarked = true };

    public override string ToString() => JsonSerializer.Serialize(this, ForgetLinkJson.Default.ForgetLink);
}

/// <summary>The form of the message in its queue.</summary>
[JsonSerializable(typeof(ForgetLink))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
internal sealed partial class ForgetLinkJson : JsonSerializerContext;
