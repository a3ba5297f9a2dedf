namespace Serverless.Core.UrlShortening.Clicks;

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
