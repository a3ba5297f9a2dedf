namespace Serverless.Core.Messaging.Pulling;

/// <summary>What became of a replay.</summary>
/// <param name="Replayed">Messages that will be delivered again.</param>
/// <param name="Remaining">Dead letters that were asked for and are left: there were more than one request replays, the publisher was overloaded, or too many older ones are in the list.</param>
public readonly record struct ReplayResult(int Replayed, long Remaining);
