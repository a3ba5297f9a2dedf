using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Pulling;

/// <summary>A log whose heads are read from a replica that may lag behind; confirming one asks the others.</summary>
internal sealed class LaggingMessageLog(IMessageLog? inner = null) : InterposedMessageLog(inner ?? new InMemoryMessageLog())
{
    private readonly Dictionary<StreamId, StoredHead> replica = [];

    public bool IsLagging { get; set; }

    public override async Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        if (!IsLagging || !replica.TryGetValue(stream, out var head))
        {
            replica[stream] = head = await base.FindHeadAsync(stream, cancellationToken);
        }

        return head;
    }

    public override async Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        replica[stream] = await base.ConfirmHeadAsync(stream, cancellationToken);
}
