namespace Serverless.Core.Messaging.DeadLetters;

/// <summary>A message in a subscription's own list.</summary>
/// <param name="Id">What it is replayed by.</param>
/// <param name="Message">With its fate in <see cref="DeadLetterAttributes"/>; published at the time when it was dead-lettered.</param>
public sealed record DeadLetter(string Id, StoredMessage Message);
