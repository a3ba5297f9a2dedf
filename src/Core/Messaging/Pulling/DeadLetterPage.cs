using Serverless.Core.Messaging.DeadLetters;

namespace Serverless.Core.Messaging.Pulling;

/// <summary>A part of a subscription's dead letters, oldest first.</summary>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Letters, long? Next);
