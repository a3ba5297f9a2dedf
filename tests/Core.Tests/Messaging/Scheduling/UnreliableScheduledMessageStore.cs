using Serverless.Core.Messaging.Scheduling;
using Serverless.Core.Storage;

namespace Serverless.Core.Tests.Messaging.Scheduling;

/// <summary>A store over another, the answers of which get lost, or the caller of which dies.</summary>
public sealed class UnreliableScheduledMessageStore(IScheduledMessageStore inner) : InterposedScheduledMessageStore(inner)
{
    /// <summary>Asked before each call, and after it (true): whether the process is dead, so that the caller never goes on.</summary>
    public Func<bool, bool>? Dies { get; set; }

    /// <summary>So many of the next calls take effect, and nobody hears of it.</summary>
    public int LostAnswers { get; set; }

    /// <summary>So many of the next calls have no effect.</summary>
    public int LostRequests { get; set; }

    protected override async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        await LiveAsync(isAfter: false);
        if (LostRequests > 0)
        {
            LostRequests--;
            throw new StoreUnavailableException("The request got lost.");
        }

        var answer = await call();
        await LiveAsync(isAfter: true);
        if (LostAnswers > 0)
        {
            LostAnswers--;
            throw new StoreUnavailableException("The answer got lost.");
        }

        return answer;
    }

    private Task LiveAsync(bool isAfter) => Dies?.Invoke(isAfter) == true ? new TaskCompletionSource().Task : Task.CompletedTask;
}
