namespace Serverless.Core.Messaging.Cursors;

/// <summary>What a cursor has to know of a stored message.</summary>
/// <param name="Key">Its ordering key; empty when it has none.</param>
/// <param name="IsWanted">The subscription's filter lets it through; otherwise it is done at once.</param>
public readonly record struct MessageFacts(string Key, bool IsWanted);
