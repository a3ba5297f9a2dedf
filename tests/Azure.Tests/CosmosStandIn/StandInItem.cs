using System.Text.Json.Nodes;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>A document as stored, with what the service adds to it.</summary>
/// <param name="WrittenAt">Unix time in seconds.</param>
/// <param name="Ttl">How many seconds it lives from then; null for ever.</param>
internal sealed record StandInItem(JsonObject Body, string Id, string ETag, long WrittenAt, int? Ttl)
{
    public bool IsExpired(long now) => Ttl is { } seconds && WrittenAt + seconds <= now;
}
