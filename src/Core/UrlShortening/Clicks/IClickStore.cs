namespace Serverless.Core.UrlShortening.Clicks;

/// <summary>Clicks by issue of a key and day, of people by referrer and of robots.</summary>
/// <remarks>Every member throws <see cref="Storage.StoreUnavailableException"/> when the store does not answer.</remarks>
public interface IClickStore
{
    /// <summary>
    /// Adds the counts. When it throws, some may have been added: the same batch is then to be sent again, before the next
    /// one of its instance, and what is there already is not added twice.
    /// </summary>
    Task AddAsync(ClickBatch batch, CancellationToken cancellationToken);

    /// <summary>Removes all clicks on one issue of a key; there need be none.</summary>
    Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken);

    /// <summary>All clicks on one issue of a key, in no order; a day may come several times.</summary>
    Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, CancellationToken cancellationToken);
}

/// <summary>How many clicks came to a slot.</summary>
public readonly record struct ClickCount(ClickSlot Slot, long Clicks);

/// <summary>What clicks are counted by.</summary>
/// <param name="Nonce">Of the link: a key issued again starts from zero.</param>
/// <param name="Hour">As <see cref="HourOf"/> gives it.</param>
/// <param name="Referrer">As <see cref="ReferrerHost"/> gives it.</param>
/// <param name="IsBot">Whether a program followed the link, and no person.</param>
public readonly record struct ClickSlot(string Key, string Nonce, long Hour, string Referrer, bool IsBot)
{
    /// <summary>UTC.</summary>
    public DateOnly Day => DateOnly.FromDayNumber((int)(Hour / TimeSpan.HoursPerDay));

    /// <summary>UTC.</summary>
    public DateTimeOffset HourStart => new(Hour * TimeSpan.TicksPerHour, TimeSpan.Zero);

    /// <summary>The whole hours since the beginning of the year 1, UTC.</summary>
    public static long HourOf(DateTimeOffset time) => time.UtcTicks / TimeSpan.TicksPerHour;
}
