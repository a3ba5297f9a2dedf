namespace Serverless.Core.Messaging.Publishing;

/// <summary>What became of one message of a request.</summary>
/// <param name="Id">Its id with <see cref="PublishStatus.Published"/> and <see cref="PublishStatus.Duplicate"/>; else null.</param>
/// <param name="Stream">Where it is, or should have been.</param>
/// <param name="Sequence">Its number in the stream; 0 when it has none.</param>
public readonly record struct PublishResult(PublishStatus Status, StreamId Stream, string? Id = null, long Sequence = 0)
{
    public bool IsStored => Status is PublishStatus.Published or PublishStatus.Duplicate;
}
