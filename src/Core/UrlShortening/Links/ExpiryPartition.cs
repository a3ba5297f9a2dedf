using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>What is due in one hour in one of 64 shards, so that neither many links of one lifetime nor their end crowd a partition.</summary>
/// <param name="Shard">0-63.</param>
/// <param name="Hour">Hours since the beginning of the year 1, UTC.</param>
public sealed record ExpiryPartition(int Shard, long Hour)
{
    public const int Shards = 64;

    /// <summary>
    /// An entry is looked at so long after it is due. Until then a writer whose clock is behind, or who was slow, may still
    /// put the row that the entry belongs to; and no instance thinks any more that the row is not due.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>No row is written that is due longer than this. The rest of <see cref="Grace"/> is for clocks and the network.</summary>
    public static readonly TimeSpan WriteMargin = TimeSpan.FromMinutes(5);

    private const string Format = "yyyyMMddHH";
    private const char Separator = '-';

    /// <summary>The earliest of a shard.</summary>
    public static ExpiryPartition First(int shard) => new(shard, 0);

    public static ExpiryPartition Of(string key, DateTimeOffset due) => new(ShardOf(key), due.UtcTicks / TimeSpan.TicksPerHour);

    /// <summary>The partition of a text that <see cref="ToString"/> made; null when it is none.</summary>
    public static ExpiryPartition? Parse(string text) =>
        text.Split(Separator) is [var shard, var hour]
        && int.TryParse(shard, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < Shards
        && DateTime.TryParseExact(hour, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new ExpiryPartition(number, time.Ticks / TimeSpan.TicksPerHour)
            : null;

    /// <summary>The following hour of the shard.</summary>
    public ExpiryPartition Next() => this with { Hour = Hour + 1 };

    /// <summary>Shard and hour, for example <c>07-2026112310</c>: texts of one shard are in the order of time.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Shard:00}{Separator}{new DateTime(Hour * TimeSpan.TicksPerHour):yyyyMMddHH}");

    /// <summary>The same in every process, unlike a string's hash code.</summary>
    private static int ShardOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key))[0] % Shards;
}
