namespace Serverless.Functions.Messaging.Pulling;

/// <summary>Where a subscription is now.</summary>
/// <param name="Landed">Time of the message that comes next; the present where there is none.</param>
public sealed record SeekResponse(DateTimeOffset Landed);
