using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.Shapes;

/// <summary>What a pull brought.</summary>
/// <remarks>Describes what <see cref="PullAnswerResult"/> writes.</remarks>
/// <param name="Messages">Each is under a lease: acknowledge it before the subscription's <c>ackDeadline</c>.</param>
/// <param name="RetryAfter">When to come back, if too many wait; else left out.</param>
public sealed record PullAnswer(
    IReadOnlyList<PulledMessageAnswer> Messages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? RetryAfter);
