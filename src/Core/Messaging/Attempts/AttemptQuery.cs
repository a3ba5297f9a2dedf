namespace Serverless.Core.Messaging.Attempts;

/// <summary>Which attempts are asked for.</summary>
/// <param name="MessageId">Those at this message; null for all.</param>
/// <param name="Failed">Those alone that delivered nothing.</param>
public sealed record AttemptQuery(string? MessageId, bool Failed)
{
    /// <summary>Characters of a page, about.</summary>
    internal const int MaxPageSize = 500_000;

    /// <summary>Of an attempt without its texts.</summary>
    internal const int SizeOfRest = 200;

    public bool Matches(DeliveryAttempt attempt) => (MessageId is null || attempt.MessageId == MessageId) && (!Failed || attempt.HasFailed);
}

/// <summary>Where a page of attempts has ended.</summary>
public sealed record AttemptPlace(DateTimeOffset At, string Id)
{
    /// <summary>Whether an attempt is to be shown after it.</summary>
    public bool IsBefore(DeliveryAttempt attempt) => attempt.At < At || (attempt.At == At && string.CompareOrdinal(attempt.Id, Id) > 0);
}
