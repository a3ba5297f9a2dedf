using Serverless.Core.Messaging.Topics;

namespace Serverless.Core.Messaging.Administration;

/// <summary>The end of a command about a topic.</summary>
/// <param name="Topic">With <see cref="TopicStatus.Ok"/> and <see cref="TopicStatus.Created"/>, unless it was deleted.</param>
/// <param name="Errors">What is wrong with <see cref="TopicStatus.Invalid"/>.</param>
public sealed record TopicResult(TopicStatus Status, Topic? Topic = null, FieldErrors? Errors = null);
