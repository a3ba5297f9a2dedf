using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// Takes a change that the store has accepted to the shared copy and to this instance's rules. After copying, the store is
/// read again: of two writers of one document, the one who copied last may have stored first, and then copies once more.
/// </summary>
public sealed partial class RulePublication(
    IDocumentStore store, ISharedRules shared, RuleRefresher refresher, RevisionGenerator revisions, ILogger<RulePublication> logger)
    : IDisposable
{
    // One at a time: what this instance applies last must be what was stored last.
    private readonly SemaphoreSlim single = new(1);

    /// <param name="stored">What was stored under that name; null when it was deleted.</param>
    public async Task PublishAsync<T>(DocumentType<T> type, string name, T? stored, CancellationToken cancellationToken)
        where T : class
    {
        await single.WaitAsync(CancellationToken.None);
        var copied = false;
        try
        {
            var now = await ReadAsync(type, name, cancellationToken);
            do
            {
                stored = now;
                if (!await shared.TryPutAsync(type.Kind, name, stored is null ? null : type.Write(stored), revisions.Next(), cancellationToken))
                {
                    break;
                }

                now = await ReadAsync(type, name, cancellationToken);
                copied = (now is null ? null : type.RevisionOf(now)) == (stored is null ? null : type.RevisionOf(stored));
            }
            while (!copied);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            // It is stored, and that is what the writer is told. The next refresh here makes up for the copy.
            LogNotCopied(exception);
        }

        refresher.Apply(snapshot => snapshot.With(type, name, stored), copied);
        single.Release();
    }

    public void Dispose() => single.Dispose();

    private async Task<T?> ReadAsync<T>(DocumentType<T> type, string name, CancellationToken cancellationToken)
        where T : class => await store.FindAsync(type.Kind, name, cancellationToken) is { } found ? type.Read(found.Text) : null;

    [LoggerMessage(LogLevel.Warning, "A change of rules was stored but did not reach the copy that other instances look at; it will within seconds.")]
    private partial void LogNotCopied(Exception exception);
}
