using System.Globalization;

namespace Serverless.Core.UrlShortening.Clicks.RollUp;

/// <summary>Takes one bucket out: the text of a queue message.</summary>
/// <param name="Bucket">0-1,023.</param>
/// <param name="Id">When the interval began in which the bucket's turn came, in minutes of Unix time, a multiple of <see cref="Grid"/>: later runs have greater ids, and a run that is asked for twice the same one.</param>
public readonly record struct ClickRun(int Bucket, long Id)
{
    /// <summary>Minutes; the interval is a multiple, so that a day's runs can be numbered whatever it is set to.</summary>
    public const int Grid = 15;

    private const char Separator = ':';

    /// <returns>Null for a text that <see cref="ToString"/> does not write.</returns>
    public static ClickRun? Parse(string text) =>
        text.Split(Separator) is [var bucket, var id]
        && int.TryParse(bucket, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < LinkShard.Buckets
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes % Grid == 0 && minutes <= LastId
            ? new ClickRun(number, minutes)
            : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bucket}{Separator}{Id}");

    private static long LastId => DateTimeOffset.MaxValue.ToUnixTimeSeconds() / 60;
}
