using Serverless.Core.Messaging;
using Serverless.Core.Messaging.Log;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: heads lose something of what they say.</summary>
internal sealed class ForgetfulMessageLog(IMessageLog inner, Func<StreamHead, StreamHead> forget) : InterposedMessageLog(inner)
{
    public override async Task<StoredHead> FindHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        Forget(await base.FindHeadAsync(stream, cancellationToken))!;

    public override async Task<StoredHead> ConfirmHeadAsync(StreamId stream, CancellationToken cancellationToken) =>
        Forget(await base.ConfirmHeadAsync(stream, cancellationToken))!;

    public override async Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken) =>
        Forget(await base.TryCommitAsync(commit, cancellationToken));

    public override async Task<StoredHead?> TryReplaceHeadAsync(StoredHead current, StreamHead next, CancellationToken cancellationToken) =>
        Forget(await base.TryReplaceHeadAsync(current, forget(next), cancellationToken));

    public override async Task<StoredHead?> TrySealAsync(StoredHead current, CancellationToken cancellationToken) =>
        Forget(await base.TrySealAsync(current, cancellationToken));

    private StoredHead? Forget(StoredHead? head) => head is null ? null : head with { Head = forget(head.Head) };
}
