using Serverless.Core.Messaging.Log;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging;

/// <summary>A log that applies the first commit late: its publisher hears of a failure, and meets it when it repeats the commit.</summary>
public sealed class LateCommitLog(IMessageLog inner) : InterposedMessageLog(inner)
{
    private LogCommit? late;
    private bool used;

    /// <summary>Told of the commit that was late.</summary>
    public event Action<LogCommit>? Delayed;

    public override async Task<StoredHead?> TryCommitAsync(LogCommit commit, CancellationToken cancellationToken)
    {
        if (!used)
        {
            (used, late) = (true, commit);
            throw new StoreUnavailableException("It takes too long.");
        }

        if (late is { } first)
        {
            late = null;
            Assert.NotNull(await base.TryCommitAsync(first, cancellationToken));
            Delayed?.Invoke(first);
        }

        return await base.TryCommitAsync(commit, cancellationToken);
    }
}
