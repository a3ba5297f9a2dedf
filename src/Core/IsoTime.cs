using System.Globalization;
using System.Text.RegularExpressions;

namespace Serverless.Core;

/// <summary>
/// The one reader of times in text, of the service, its client and its tool: ISO 8601 with a zone, as
/// <c>2026-11-23T10:00:00Z</c>, or a date, which is its midnight in UTC everywhere. A time without a zone is none.
/// </summary>
internal static partial class IsoTime
{
    /// <summary>The rule in words, to end a sentence with.</summary>
    public const string Rule = "a time with its zone, such as 2026-11-23T10:00:00Z, or a date, such as 2026-11-23, which is UTC";

    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>A tick is the seventh digit of a second; further ones are cut off.</summary>
    private const int MaxDigits = 7;

    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mmzzz", "yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    /// <summary>Reads a time, in UTC; null for a text that is none.</summary>
    public static DateTimeOffset? Parse(string text)
    {
        if (text.Length == DateFormat.Length)
        {
            return DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
                ? new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
                : null;
        }

        if (Form().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var digits = match.Groups["digits"].Value;
        var zone = match.Groups["zone"].Value;
        var plain = $"{match.Groups["start"].Value}{(digits.Length > MaxDigits ? digits[..(MaxDigits + 1)] : digits)}{(zone == "Z" ? "+00:00" : zone)}";
        return DateTimeOffset.TryParseExact(plain, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? ToUtc(time) : null;
    }

    // At the ends of the calendar the time in UTC may be one that there is not.
    private static DateTimeOffset? ToUtc(DateTimeOffset time) => time.UtcTicks >= 0 && time.UtcTicks <= DateTime.MaxValue.Ticks ? time.ToUniversalTime() : null;

    [GeneratedRegex(@"^(?<start>\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?)(?<digits>(?<=:\d\d:\d\d)\.\d{1,16})?(?<zone>Z|[+-]\d\d:\d\d)\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
