namespace Serverless.Core.Messaging.Cursors;

/// <summary>An ordering key of which messages were passed over, because an earlier one of the key is not done.</summary>
/// <param name="Key">See <see cref="OrderingKeys"/>.</param>
/// <param name="From">None of them has a lower number: from here the log is read again once the key is free.</param>
/// <param name="Count">How many they are.</param>
public readonly record struct WaitingKey(uint Key, long From, int Count);
