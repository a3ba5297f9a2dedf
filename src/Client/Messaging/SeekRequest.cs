namespace Serverless.Client;

/// <summary>Where a subscription is to go.</summary>
internal sealed record SeekRequest(string To);

/// <summary>Where a subscription is now.</summary>
internal sealed record SeekAnswer(DateTimeOffset Landed);
