using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Serverless.Core.Messaging.Push;

/// <summary>
/// Tells a push worker to look at a subscription's messages of one stream. It carries ids only, and may be lost or come
/// twice: what there is to do, the cursor knows.
/// </summary>
/// <param name="Name">The subscription's name, by which it is found; its id has to be the same.</param>
/// <param name="Turn">A form of the turn that this continues, see <see cref="TurnId"/>; null for none.</param>
/// <param name="Failures">How many requests in a row had failed by then.</param>
/// <param name="IsForced">A hold because of earlier failures does not count: the subscription was changed.</param>
/// <param name="KnownNext">The stream's next number is at least this: who reads a head that says less reads an old one. 0 where nothing was heard.</param>
public sealed record WakeUp(
    StreamId Stream, string SubscriptionId, string Name, string? Turn = null, int Failures = 0, bool IsForced = false, long KnownNext = 0)
{
    private const char Separator = '/';
    private const string Forced = "!";
    /// <summary>The number follows only where there is one.</summary>
    private const int Parts = 5;

    /// <summary>Names the lane in keys of other stores.</summary>
    public string Lane => $"{Stream}{Separator}{SubscriptionId}";

    public static WakeUp Of(PushLane lane) => new(lane.Stream, lane.Subscription.Id, lane.Subscription.Name, KnownNext: lane.KnownNext);

    /// <summary>Reads a text that <see cref="ToString"/> made.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out WakeUp? wakeUp)
    {
        wakeUp = null;
        var parts = text.Split(Separator);
        var next = 0L;
        if (parts.Length is not (Parts or Parts + 1)
            || !StreamId.TryParse(parts[0], out var stream)
            || parts[1].Length == 0
            || parts[2].Length == 0
            || !int.TryParse(parts[4], NumberStyles.None, CultureInfo.InvariantCulture, out var failures)
            || (parts.Length > Parts && !long.TryParse(parts[Parts], NumberStyles.None, CultureInfo.InvariantCulture, out next)))
        {
            return false;
        }

        wakeUp = new WakeUp(stream, parts[1], parts[2], parts[3] is "" or Forced ? null : parts[3], failures, parts[3] == Forced, next);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Stream}{Separator}{SubscriptionId}{Separator}{Name}{Separator}{(IsForced ? Forced : Turn)}{Separator}{Failures}{(KnownNext > 0 ? $"{Separator}{KnownNext}" : "")}");
}
