using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>Which message a subscription begins with.</summary>
/// <param name="Time">With <see cref="StartKind.Time"/>, the first message committed at this time or later; else null.</param>
public readonly record struct SubscriptionStart(StartKind Kind, DateTimeOffset? Time = null)
{
    private const string LatestText = "latest";
    private const string EarliestText = "earliest";
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    public static SubscriptionStart Latest { get; } = new(StartKind.Latest);

    public static SubscriptionStart Earliest { get; } = new(StartKind.Earliest);

    public static SubscriptionStart At(DateTimeOffset time) => new(StartKind.Time, time);

    /// <summary>Reads <c>latest</c>, <c>earliest</c>, or a time as <see cref="IsoTime"/> does.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SubscriptionStart start)
    {
        start = text switch
        {
            LatestText => Latest,
            EarliestText => Earliest,
            not null when IsoTime.Parse(text) is { } time => At(time),
            _ => new SubscriptionStart((StartKind)(-1)),
        };
        return start.Kind >= 0;
    }

    public override string ToString() => Kind switch
    {
        StartKind.Latest => LatestText,
        StartKind.Earliest => EarliestText,
        _ => Time!.Value.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture),
    };
}

/// <summary>How the place where a subscription begins is named.</summary>
public enum StartKind
{
    /// <summary>Messages committed from now on.</summary>
    Latest,

    /// <summary>The earliest message that is still kept.</summary>
    Earliest,

    Time,
}
