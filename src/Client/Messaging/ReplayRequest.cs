namespace Serverless.Client;

/// <summary>Which dead letters are to be delivered again.</summary>
internal sealed record ReplayRequest(IReadOnlyCollection<string>? Ids);

/// <summary>What became of a replay.</summary>
/// <param name="Replayed">Messages that will be delivered again.</param>
/// <param name="Remaining">Messages that were asked for and are left; ask again.</param>
public sealed record ReplayResult(int Replayed, int Remaining);
