using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>The end of a command about a subscription.</summary>
/// <param name="Subscription">With <see cref="TopicStatus.Ok"/> and <see cref="TopicStatus.Created"/>.</param>
/// <param name="NewSecret">The secret that was made for it, to be shown this once; null if none was.</param>
/// <param name="Errors">What is wrong with <see cref="TopicStatus.Invalid"/>.</param>
public sealed record SubscriptionResult(TopicStatus Status, Subscription? Subscription = null, string? NewSecret = null, FieldErrors? Errors = null);
