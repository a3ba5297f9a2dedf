namespace Serverless.Core.Tests.Messaging.Push;

/// <summary>A request that an endpoint has seen.</summary>
/// <param name="Numbers">The messages in it.</param>
internal sealed record SimulatedRequest(
    HttpMethod Method, string Path, DateTimeOffset At, int[] Numbers, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsAccepted { get; set; }
}
