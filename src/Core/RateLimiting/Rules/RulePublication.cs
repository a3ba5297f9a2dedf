using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// Takes a change that a store has accepted to the shared copy and to this instance's rules. After copying, the store is
/// read again: of two writers of one rule, the one who copied last may have stored first, and then copies once more.
/// </summary>
public sealed partial class RulePublication(
    IRuleStore rules, IApiStore apis, ISharedRules shared, RuleRefresher refresher, RevisionGenerator revisions, ILogger<RulePublication> logger)
    : IDisposable
{
    // One at a time: what this instance applies last must be what was stored last.
    private readonly SemaphoreSlim single = new(1);

    /// <param name="rule">What was stored; null when it was deleted.</param>
    public Task PublishRuleAsync(string id, RateLimitRule? rule, CancellationToken cancellationToken) => PublishAsync(
        rule,
        async () => (await rules.FindAsync(id, cancellationToken))?.Value,
        stored => shared.TryPutRuleAsync(id, stored, revisions.Next(), cancellationToken),
        (first, second) => first?.Revision == second?.Revision,
        (document, stored) => document.WithRule(id, stored));

    /// <inheritdoc cref="PublishRuleAsync"/>
    public Task PublishApiAsync(string name, ApiDefinition? api, CancellationToken cancellationToken) => PublishAsync(
        api,
        async () => (await apis.FindAsync(name, cancellationToken))?.Value,
        stored => shared.TryPutApiAsync(name, stored, revisions.Next(), cancellationToken),
        (first, second) => first?.Revision == second?.Revision,
        (document, stored) => document.WithApi(name, stored));

    public void Dispose() => single.Dispose();

    private async Task PublishAsync<T>(
        T? stored, Func<Task<T?>> read, Func<T?, Task<bool>> copy, Func<T?, T?, bool> isSame, Func<RuleDocument, T?, RuleDocument> change)
        where T : class
    {
        await single.WaitAsync(CancellationToken.None);
        var copied = false;
        try
        {
            var now = await read();
            do
            {
                stored = now;
                if (!await copy(stored))
                {
                    break;
                }

                now = await read();
                copied = isSame(now, stored);
            }
            while (!copied);
        }
        catch (Exception exception) when (exception is StoreUnavailableException or OperationCanceledException)
        {
            // It is stored, and that is what the writer is told. The next refresh here makes up for the copy.
            LogNotCopied(exception);
        }

        refresher.Apply(document => change(document, stored), copied);
        single.Release();
    }

    [LoggerMessage(LogLevel.Warning, "A change of rules was stored but did not reach the copy that other instances look at; it will within seconds.")]
    private partial void LogNotCopied(Exception exception);
}
