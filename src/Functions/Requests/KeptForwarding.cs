using System.Net;

namespace Serverless.Functions.Requests;

/// <summary>What the Functions host was told of a request's way, before it took the headers away.</summary>
/// <param name="Headers">By name, but for the last element of the chain.</param>
/// <param name="Peer">That last element: who connected to the platform's front, which wrote it. Null when it did not.</param>
internal sealed record KeptForwarding(IReadOnlyDictionary<string, string> Headers, IPAddress? Peer);
