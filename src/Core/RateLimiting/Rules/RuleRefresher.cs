using Microsoft.Extensions.Logging;
using Serverless.Core.Storage;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>
/// Keeps this instance's <see cref="RuleBook"/> up to date in the background; no request waits for it. The shared copy is
/// believed while it has been seen equal to the stores; after an outage, or a change that did not reach it, it is compared.
/// </summary>
public sealed partial class RuleRefresher(
    RuleBook book, ISharedRules shared, IRuleBackup backup, RuleRepair repair, TimeProvider time, ILogger<RuleRefresher> logger)
    : IDisposable
{
    /// <summary>How old what is believed may become before it is checked: well under the 10 s in which a change must be seen everywhere.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim single = new(1);
    private readonly Lock gate = new();

    private RuleSnapshot current = RuleSnapshot.Empty;
    private string? version;
    private bool suspect = true;
    private long changes;
    private long dueAt = time.GetTimestamp();
    private long checkedAt;

    /// <summary>Whether rules were found anywhere since the start; without, nothing is limited.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>How long ago this instance's rules were last known to be those of the stores or of their copy.</summary>
    public TimeSpan Age => time.GetElapsedTime(Volatile.Read(ref checkedAt));

    /// <summary>Starts a refresh that nobody waits for when the last one is long ago: an idle instance may have no timers.</summary>
    public void StartIfDue()
    {
        var due = Volatile.Read(ref dueAt);
        if (time.GetTimestamp() >= due && Interlocked.CompareExchange(ref dueAt, NextDue(), due) == due)
        {
            _ = Task.Run(() => RefreshAsync(CancellationToken.None));
        }
    }

    /// <summary>Looks for changes and applies them; never throws for an outage: what was known goes on being used.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await single.WaitAsync(cancellationToken);
        try
        {
            Volatile.Write(ref dueAt, NextDue());
            await RefreshOnceAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogKept(exception, Age);
        }
        finally
        {
            single.Release();
        }
    }

    /// <summary>Applies a change that this instance has just stored, from the next check on.</summary>
    /// <param name="copied">Whether the change reached the shared copy.</param>
    public void Apply(Func<RuleSnapshot, RuleSnapshot> change, bool copied)
    {
        lock (gate)
        {
            changes++;
            suspect |= !copied;
            version = null;
            Use(change(current));
        }
    }

    public void Dispose() => single.Dispose();

    private async Task RefreshOnceAsync(CancellationToken cancellationToken)
    {
        long before;
        bool compare;
        string? known;
        lock (gate)
        {
            (before, compare, known) = (changes, suspect, version);
        }

        var found = compare ? null : await FindCopyAsync(known, cancellationToken);
        var compared = found is null;
        found ??= await FindAsync(cancellationToken);
        lock (gate)
        {
            // What was read may be from before a change made here in between; the next refresh will see.
            if (before != changes)
            {
                Volatile.Write(ref dueAt, time.GetTimestamp());
                return;
            }

            suspect = compared ? found.Version is null : suspect;
            if (found.Version is null || found.Version != version)
            {
                version = found.Version;
                Use(found.Snapshot ?? current);
            }

            IsLoaded = true;
            Volatile.Write(ref checkedAt, time.GetTimestamp());
        }
    }

    // No snapshot: nothing has changed.
    private async Task<Found?> FindCopyAsync(string? known, CancellationToken cancellationToken)
    {
        try
        {
            if (known is not null && await shared.GetVersionAsync(cancellationToken) == known)
            {
                return new Found(known, null);
            }

            return await shared.ReadAsync(cancellationToken) is { } copy ? new Found(copy.Version, copy.Snapshot) : null;
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }

    private async Task<Found> FindAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (snapshot, repaired) = await repair.RepairSharedAsync(cancellationToken);
            return new Found(repaired, snapshot);
        }
        catch (StoreUnavailableException) when (!IsLoaded)
        {
            return await FindAnyAsync(cancellationToken) ?? throw new StoreUnavailableException("Neither the stores of rules nor a copy of them answer.");
        }
    }

    // At the start anything is better than no rules; it stays suspect.
    private async Task<Found?> FindAnyAsync(CancellationToken cancellationToken)
    {
        if (await FindCopyAsync(null, cancellationToken) is { Snapshot: { } copy })
        {
            return new Found(null, copy);
        }

        return await backup.ReadAsync(cancellationToken) is { } kept ? new Found(null, kept) : null;
    }

    private void Use(RuleSnapshot snapshot)
    {
        if (IsLoaded && snapshot.IsSameAs(current))
        {
            return;
        }

        current = snapshot;
        book.Replace(new RuleSet(version ?? $"changed-here-{changes}", snapshot, book.Current));
        LogChanged(snapshot.Rules.Count, snapshot.Apis.Count, snapshot.Callers.Count);
    }

    private long NextDue() => time.GetTimestamp() + (long)(Every.TotalSeconds * time.TimestampFrequency);

    [LoggerMessage(LogLevel.Debug, "{Rules} rules, {Apis} APIs and {Callers} callers' records are in use.")]
    private partial void LogChanged(int rules, int apis, int callers);

    [LoggerMessage(LogLevel.Warning, "Rules could not be refreshed; those of {Age} ago stay in use.")]
    private partial void LogKept(Exception exception, TimeSpan age);

    private sealed record Found(string? Version, RuleSnapshot? Snapshot);
}
