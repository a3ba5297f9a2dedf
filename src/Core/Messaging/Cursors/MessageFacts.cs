namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a cursor has to know of a stored message.</summary>
/// <param name="Key">Its ordering key, see <see cref="OrderingKeys"/>; any number where the subscription is not ordered.</param>
/// <param name="IsWanted">The subscription's filter lets it through; otherwise it is done at once.</param>
/// <param name="Bytes">Size of its data and attributes.</param>
public readonly record struct MessageFacts(uint Key, bool IsWanted, int Bytes = 0);
