using System.Text.Json.Serialization;

namespace Serverless.Functions.Messaging.Pulling;

/// <summary>What a pull brought.</summary>
/// <remarks>Describes what <see cref="PullResponseResult"/> writes.</remarks>
/// <param name="Messages">Each is under a lease: acknowledge it before the subscription's <c>ackDeadline</c>.</param>
/// <param name="RetryAfter">When to come back, if too many wait; else left out.</param>
public sealed record PullResponse(
    IReadOnlyList<PulledMessageResponse> Messages,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TimeSpan? RetryAfter);
