namespace Serverless.Client.Messaging;

/// <summary>Where a subscription is now.</summary>
internal sealed record SeekAnswer(DateTimeOffset Landed);
