namespace Serverless.Client;

/// <summary>Which dead letters are to be delivered again, or to be discarded.</summary>
internal sealed record ReplayRequest(IReadOnlyCollection<string>? Ids);

/// <summary>What became of a replay.</summary>
/// <param name="Replayed">Messages that will be delivered again.</param>
/// <param name="Remaining">Messages that were asked for and are left; ask again.</param>
public sealed record ReplayResult(int Replayed, long Remaining);

/// <summary>What became of dead letters that were to go.</summary>
/// <param name="Discarded">Messages that are gone for good.</param>
/// <param name="Remaining">Messages that were asked for and are left; ask again.</param>
public sealed record DiscardResult(int Discarded, long Remaining);
