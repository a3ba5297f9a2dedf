using Serverless.Core.Cosmos;

namespace Serverless.Core.Messaging.Cosmos;

/// <summary>Says that a stream may be active; its id is the stream's text.</summary>
internal sealed record CosmosActiveStream : CosmosDocument
{
    public static CosmosActiveStream Of(StreamId stream) => new() { Id = stream.ToString(), Partition = CosmosPartition.Active };
}
