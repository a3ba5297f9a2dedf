namespace Serverless.Client.Messaging;

/// <summary>The answer to a <see cref="SettleRequest"/>.</summary>
internal sealed record SettleAnswer(IReadOnlyList<SettledMessage> Results);
