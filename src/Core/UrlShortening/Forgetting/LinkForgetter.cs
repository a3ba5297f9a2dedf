using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Following;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.UrlShortening.Forgetting;

/// <summary>
/// Has a link forgotten for sure: it marks the key in the shared cache, whatever is there, until two marks were confirmed a
/// minute apart, both set after the row had been seen replaced. Only then does the message end.
/// </summary>
/// <remarks>
/// <para>
/// Let S be the moment at which the message was stored, and T that at which the row was replaced; S comes before T. Let L be how
/// late messages of the queue come: seconds as a rule, ten minutes where the process that holds one dies. The writer marks at
/// once, but may die or its mark get lost. Then a mark is set at T + W + L, for
/// </para>
/// <list type="bullet">
/// <item>W = 10 s where the row was written within 10 s: the first look comes at S + 10 s + L, and sees that it was, or the next one does;</item>
/// <item>W = what the writer took, T - S, at most a minute, where it stood still in between: a look that sees the old row is
/// followed by another after as long as the message has waited by then;</item>
/// <item>60 s + L more where a failover took back the first mark: the second comes a minute after the first was confirmed, and no failover
/// forgets that much or happens twice within that time;</item>
/// <item>and, where the shared cache took no marks, a minute + L after it does so again.</item>
/// </list>
/// <para>
/// That a row has another ETag it keeps for ever: none comes again. A message that sees the old one for an hour ends: its writer
/// died before it wrote, or lost its race.
/// </para>
/// </remarks>
public sealed partial class LinkForgetter(
    ILinkStore links, LinkInvalidations invalidations, IWorkQueue queue, LinkMetrics metrics, TimeProvider time, ILogger<LinkForgetter> logger)
{
    /// <summary>How long a writer may take from its promise to the row.</summary>
    public static readonly TimeSpan WriterPatience = TimeSpan.FromHours(1);

    /// <summary>Takes one look, and sends the message that follows unless there is nothing left to do.</summary>
    /// <exception cref="StoreUnavailableException">The queue did not take the message that follows: this one has to come again.</exception>
    public async Task RunAsync(ForgetLink message, CancellationToken cancellationToken)
    {
        if (await LookAsync(message, cancellationToken) is { } next)
        {
            await queue.SendAsync(ForgetLink.Queue, next.ToString(), next.Delay, cancellationToken);
        }
    }

    /// <summary>Sends a message again that failed at every try, to be looked at later.</summary>
    /// <exception cref="StoreUnavailableException">The queue did not take it.</exception>
    public Task SendAgainAsync(ForgetLink message, CancellationToken cancellationToken)
    {
        var next = message.Again();
        return queue.SendAsync(ForgetLink.Queue, next.ToString(), next.Delay, cancellationToken);
    }

    private async Task<ForgetLink?> LookAsync(ForgetLink message, CancellationToken cancellationToken)
    {
        var isReplaced = message.IsMarked ? true : await IsReplacedAsync(message, cancellationToken);
        if (isReplaced is true)
        {
            return await MarkAsync(message);
        }

        var isOver = isReplaced is false && message.Since + WriterPatience <= time.GetUtcNow();
        metrics.CountForgetting(isReplaced is null ? "unread" : isOver ? "abandoned" : "early");
        return isOver ? null : message.Again();
    }

    private async Task<ForgetLink?> MarkAsync(ForgetLink message)
    {
        var isMarked = await invalidations.InvalidateAsync(message.Key);
        metrics.CountForgetting(!isMarked ? "unmarked" : message.IsMarked ? "done" : "marked");
        return !isMarked ? message.Again() : message.IsMarked ? null : message.Marked();
    }

    /// <summary>Whether the row is another than the writer meant to replace; null when the store does not say.</summary>
    private async Task<bool?> IsReplacedAsync(ForgetLink message, CancellationToken cancellationToken)
    {
        try
        {
            return (await links.FindAsync(message.Key, cancellationToken))?.ETag != message.ETag;
        }
        catch (StoreUnavailableException exception)
        {
            LogUnread(message.Key, exception);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Whether link {Key} was changed could not be read; it is looked at again.")]
    private partial void LogUnread(string key, Exception exception);
}
