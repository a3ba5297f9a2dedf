namespace Serverless.Functions.Messaging.DeadLetters;

/// <summary>What became of a replay.</summary>
/// <param name="Replayed">Messages that will be delivered again.</param>
/// <param name="Remaining">Messages that were asked for and are left; ask again.</param>
public sealed record ReplayResponse(int Replayed, long Remaining);
