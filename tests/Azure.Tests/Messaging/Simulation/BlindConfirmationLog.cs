using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Serverless.Core.Cosmos;
using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;
using Serverless.Core.Tests.Messaging;

namespace Serverless.Azure.Tests.Messaging.Simulation;

/// <summary>A planted bug: who confirms where a stream ends takes a segment that nobody has opened yet for an empty stream.</summary>
internal sealed class BlindConfirmationLog(IMessageLog inner, CosmosDocuments documents) : InterposedMessageLog(inner)
{
    private static readonly JsonTypeInfo<Head> HeadType = (JsonTypeInfo<Head>)JsonSerializerOptions.Web.GetTypeInfo(typeof(Head));

    public override async Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        var segment = (await FindHeadAsync(stream, cancellationToken)).Head.Segment;
        Head? head;
        do
        {
            var partition = $"{stream}.{segment++}";
            await documents.PutAsync(CosmosFence.In(partition), CosmosStorageJson.Default.CosmosFence, cancellationToken);
            head = await documents.FindAsync(partition, "head", HeadType, cancellationToken);
        }
        while (head is { IsSealed: true });

        return head is null ? new StoredHead(stream, StreamHead.Initial, null) : new StoredHead(stream, head.Of, head.ETag);
    }

    private sealed record Head : CosmosDocument
    {
        [JsonPropertyName("head")]
        public required StreamHead Of { get; init; }

        public bool IsSealed { get; init; }
    }
}
