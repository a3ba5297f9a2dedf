using System.Text.Json.Nodes;
using Serverless.Azure.Tests.CosmosStandIn;
using Serverless.Core.Cosmos;

namespace Serverless.Azure.Tests.Messaging.Simulation;

/// <summary>One process's way to the stand-in.</summary>
/// <param name="keepsUnchangedHeads">A planted bug: a write of a head that changes nothing is answered and not made.</param>
internal sealed class GatedHandler(StandInGateway gateway, RequestGate gate, int process, bool keepsUnchangedHeads) : DelegatingHandler(new StandInHandler(gateway))
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.RequestUri!.AbsolutePath.Contains($"/colls/{CosmosContainers.Log}/docs", StringComparison.Ordinal) || IsListing(request))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        await gate.PassAsync(process);
        var answer = keepsUnchangedHeads && request.Content is not null && await FindUnchangedAsync(request) is { } version
            ? Unchanged(request, version)
            : await base.SendAsync(request, CancellationToken.None);
        await gate.PassAsync(process);
        return answer;
    }

    // The marks lie in dozens of partitions: nothing else would ever happen.
    private static bool IsListing(HttpRequestMessage request) => request.Headers.Contains(StandInRequest.QueryHeader)
        && request.Headers.TryGetValues(StandInRequest.PartitionKeyHeader, out var keys) && keys.Single().StartsWith("[\"active.", StringComparison.Ordinal);

    /// <summary>The version of the head that a request would write again as it is; a new one where the head of a stream without any would be its first.</summary>
    private async Task<string?> FindUnchangedAsync(HttpRequestMessage request)
    {
        var bytes = await request.Content!.ReadAsByteArrayAsync();
        if (bytes is not [(byte)'{', ..] || JsonNode.Parse(bytes) is not JsonObject wanted || (string?)wanted["id"] != "head")
        {
            return null;
        }

        var container = gateway.Account.Find(CosmosTestAccount.Database, CosmosContainers.Log);
        var stored = container.Read((string)wanted["pk"]!, container.SessionToken).Partition.Items.GetValueOrDefault("head");
        var isFirst = stored is null && (long)wanted["head"]!["next"]! == 1;
        var isUnchanged = stored is not null && JsonNode.DeepEquals(stored.Body["head"], wanted["head"]) && JsonNode.DeepEquals(stored.Body["isSealed"], wanted["isSealed"])
            && request.Headers.TryGetValues("If-Match", out var versions) && versions.Single() == stored.ETag;
        return isFirst ? "\"none\"" : isUnchanged ? stored!.ETag : null;
    }

    private static HttpResponseMessage Unchanged(HttpRequestMessage request, string version)
    {
        var answer = new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent([]) };
        answer.Headers.TryAddWithoutValidation("etag", version);
        answer.Headers.TryAddWithoutValidation("x-ms-request-charge", "1");
        return answer;
    }
}
