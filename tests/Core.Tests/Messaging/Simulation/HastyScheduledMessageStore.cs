using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Tests.Messaging.Scheduling;

namespace Serverless.Core.Tests.Messaging.Simulation;

/// <summary>A planted bug: a message is removed before it is in the log.</summary>
internal sealed class HastyScheduledMessageStore(IScheduledMessageStore inner) : InterposedScheduledMessageStore(inner)
{
    public override async Task<StoredScheduledMessage?> TryReplaceAsync(
        StoredScheduledMessage current, ScheduledMessage next, CancellationToken cancellationToken) =>
        next.MovedTo is null && next.MovingSince is not null
            ? await base.TryRemoveAsync(current, cancellationToken) ? new StoredScheduledMessage(next, "none") : null
            : await base.TryReplaceAsync(current, next, cancellationToken);
}
