namespace Serverless.Functions.Messaging;

/// <summary>The repetition of deliveries as it is answered.</summary>
public sealed record RetryAnswer(TimeSpan MinBackoff, TimeSpan MaxBackoff, int MaxAttempts);
