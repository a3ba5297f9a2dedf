using Serverless.Core.Storage;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>What a history may be told to get wrong, to see whether that is noticed.</summary>
internal enum PlantedBug
{
    None,

    /// <summary>One confirmed mark is thought enough.</summary>
    NoSecondMark,

    /// <summary>Marks count that were set before the row was seen replaced.</summary>
    MarkBeforeTheRow,

    /// <summary>The shared cache takes what a reader adds, however long it stood still.</summary>
    LateAdditions,

    /// <summary>The message is sent once the row is replaced.</summary>
    PromiseAfterTheRow,

    /// <summary>A message that failed at every try is given up.</summary>
    PoisonDropped,

    /// <summary>Marks go before the last reader can have come.</summary>
    ShortMarks,
}

/// <summary>Sends a promise after the row that it is about was replaced.</summary>
internal sealed class LatePromises(ILinkStore links, IWorkQueue queue) : InterposedLinkStore(links), IWorkQueue
{
    private (string Queue, string Message, TimeSpan Delay)? held;

    public Task SendAsync(string queueName, string message, TimeSpan delay, CancellationToken cancellationToken)
    {
        held = (queueName, message, delay);
        return Task.CompletedTask;
    }

    public override async Task<bool> TryReplaceAsync(StoredLink current, LinkRow next, CancellationToken cancellationToken)
    {
        var promise = held;
        held = null;
        var isReplaced = await base.TryReplaceAsync(current, next, cancellationToken);
        await (promise is { } late ? queue.SendAsync(late.Queue, late.Message, late.Delay, cancellationToken) : Task.CompletedTask);
        return isReplaced;
    }
}

/// <summary>Whoever looks for a row finds another than they knew: none.</summary>
internal sealed class EmptyLinkStore(ILinkStore links) : InterposedLinkStore(links)
{
    public override Task<StoredLink?> FindAsync(string key, CancellationToken cancellationToken) => Task.FromResult<StoredLink?>(null);
}
