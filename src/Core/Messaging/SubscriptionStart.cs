namespace Serverless.Core.Messaging;

/// <summary>Which message a subscription begins with.</summary>
/// <param name="Time">With <see cref="StartKind.Time"/>, the first message committed at this time or later; else null.</param>
public readonly record struct SubscriptionStart(StartKind Kind, DateTimeOffset? Time = null)
{
    public static SubscriptionStart Latest { get; } = new(StartKind.Latest);

    public static SubscriptionStart Earliest { get; } = new(StartKind.Earliest);

    public static SubscriptionStart At(DateTimeOffset time) => new(StartKind.Time, time);
}
