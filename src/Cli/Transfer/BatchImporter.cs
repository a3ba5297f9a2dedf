using System.Net;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Transfer;

/// <summary>Makes the links of a batch, each once, whatever happens on the way.</summary>
internal sealed class BatchImporter(LinksClient links, ImportHead head, TimeSpan patience, TimeProvider time)
{
    private const int ServerErrors = 500;

    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <exception cref="ServerlessException">The service refuses the key, or was away for longer than the patience lasts.</exception>
    public async Task<IReadOnlyList<ImportOutcome>> ImportAsync(IReadOnlyList<ImportRecord> batch, CancellationToken cancellationToken)
    {
        var outcomes = batch.Where(record => record.Link is null).Select(record => Failed(record, record.Error)).ToList();
        var pending = batch.Where(record => record.Link is not null).ToList();
        var wait = new ImportPatience(patience, FirstWait, LongestWait, time);
        while (pending.Count > 0)
        {
            try
            {
                var settled = await SendAsync([.. pending], cancellationToken);
                outcomes.AddRange(settled);
                pending.RemoveAll(record => settled.Any(outcome => outcome.Id == record.Id));
                await (pending.Count > 0 ? wait.WaitAsync(null, null, cancellationToken) : Task.CompletedTask);
            }
            catch (ServerlessException failure) when (MayPass(failure))
            {
                await wait.WaitAsync(failure, failure.RetryAfter, cancellationToken);
            }
        }

        return outcomes;
    }

    /// <summary>Says what would become of the links of a batch, and makes none.</summary>
    /// <inheritdoc cref="ImportAsync"/>
    public async Task<IReadOnlyList<ImportOutcome>> TryOutAsync(IReadOnlyList<ImportRecord> batch, CancellationToken cancellationToken)
    {
        var readable = batch.Where(record => record.Link is not null).ToArray();
        var results = readable.Length == 0 ? [] : await links.TryOutAsync([.. readable.Select(record => record.Link! with { Alias = KeyOf(record) })], cancellationToken);
        var outcomes = batch.Where(record => record.Link is null).Select(record => Failed(record, record.Error)).ToList();
        foreach (var (record, result) in readable.Zip(results))
        {
            var outcome = await SettleAsync(record, result, cancellationToken) ?? Failed(record, Describe(result.Problem));
            outcomes.Add(record.Link!.Alias is null && outcome.Status == ImportOutcome.Created ? outcome with { Key = null, ShortUrl = null } : outcome);
        }

        return outcomes;
    }

    private static bool MayPass(ServerlessException failure) =>
        failure.IsUnavailable || failure.Status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError;

    private static ImportOutcome Failed(ImportRecord record, string? error) => new(record.Id, ImportOutcome.Failed, Error: error);

    private static ImportOutcome Made(ImportRecord record, ShortLink link, string status = ImportOutcome.Created) =>
        new(record.Id, status, link.Key, link.ShortUrl);

    private async Task<IReadOnlyList<ImportOutcome>> SendAsync(ImportRecord[] records, CancellationToken cancellationToken)
    {
        var wanted = records.Select(record => record.Link! with { Alias = KeyOf(record) }).ToArray();
        IReadOnlyList<LinkResult> results;
        try
        {
            results = await links.CreateAsync(wanted, cancellationToken);
        }
        catch (ServerlessException tooLarge) when (tooLarge.Status == HttpStatusCode.RequestEntityTooLarge && records.Length > 1)
        {
            var half = records.Length / 2;
            return [.. await SendAsync(records[..half], cancellationToken), .. await SendAsync(records[half..], cancellationToken)];
        }
        catch (ServerlessException tooLarge) when (tooLarge.Status == HttpStatusCode.RequestEntityTooLarge)
        {
            return [Failed(records[0], tooLarge.Message)];
        }

        var outcomes = new List<ImportOutcome>(records.Length);
        foreach (var (record, result) in records.Zip(results))
        {
            if (await SettleAsync(record, result, cancellationToken) is { } outcome)
            {
                outcomes.Add(outcome);
            }
        }

        return outcomes;
    }

    private string KeyOf(ImportRecord record) => record.Link!.Alias ?? ImportKey.Of(head.Seed, record.Id);

    /// <returns>Null for one that has to be sent again.</returns>
    private async Task<ImportOutcome?> SettleAsync(ImportRecord record, LinkResult result, CancellationToken cancellationToken) => result switch
    {
        { Link: { } link } => Made(record, link),
        { Status: (int)HttpStatusCode.Conflict } => await LookAsync(record, cancellationToken),
        { Status: (int)HttpStatusCode.TooManyRequests or (int)HttpStatusCode.RequestTimeout or >= ServerErrors } => null,
        _ => Failed(record, Describe(result.Problem)),
    };

    // The key is taken. One that this import drew was taken by itself, when it was not told; an alias may be anybody's.
    private async Task<ImportOutcome?> LookAsync(ImportRecord record, CancellationToken cancellationToken)
    {
        var key = KeyOf(record);
        try
        {
            return await links.FindAsync(key, cancellationToken) switch
            {
                null => null,
                { } link when record.Link!.Alias is null => Made(record, link),
                { } link when link.Url == record.Link!.Url => Made(record, link, ImportOutcome.Existed),
                _ => Failed(record, $"The alias '{key}' is taken by a link to another URL."),
            };
        }
        catch (ServerlessException gone) when (gone.Status == HttpStatusCode.Gone)
        {
            return record.Link! switch
            {
                { Alias: null } => new ImportOutcome(record.Id, ImportOutcome.Created, key),
                // Of a backup that is restored again.
                { EndedAt: not null } => new ImportOutcome(record.Id, ImportOutcome.Existed, key),
                _ => Failed(record, $"The alias '{key}' is taken by a link that has ended."),
            };
        }
        catch (ServerlessException foreign) when (foreign.Status == HttpStatusCode.Forbidden)
        {
            return record.Link!.Alias is null
                ? throw new UsageException("Links of this import are another owner's: go on with an API key of whom it was begun by.")
                : Failed(record, $"The alias '{key}' is taken by somebody else.");
        }
    }

    private static string Describe(Problem? problem) => problem?.Errors is { } errors
        ? string.Join(" ", errors.Select(field => $"{field.Key} {string.Join(' ', field.Value)}"))
        : $"{problem?.Title} {problem?.Detail}".Trim();
}
