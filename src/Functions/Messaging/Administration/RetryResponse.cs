namespace Serverless.Functions.Messaging.Administration;

/// <summary>The repetition of deliveries as it is answered.</summary>
public sealed record RetryResponse(TimeSpan MinBackoff, TimeSpan MaxBackoff, int MaxAttempts);
