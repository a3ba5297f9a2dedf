using System.Globalization;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.Access;

/// <summary>API keys in Azure Table Storage: a partition a key, so that no number of callers crowds one of them.</summary>
public sealed class TableApiKeyStore(TableStorage storage) : IApiKeyStore
{
    private const char Space = ' ';
    private const string DayFormat = "O";

    private readonly TableRows rows = storage.Open("ApiKeys");

    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancellationToken) =>
        await rows.FindAsync(id, TableRows.OnlyRow, cancellationToken) is { } row ? Read(row) : null;

    public Task<bool> TryAddAsync(ApiKey key, CancellationToken cancellationToken) => rows.TryAddAsync(Write(key), cancellationToken);

    public async Task<bool> TryChangeSecretAsync(ApiKey current, ApiKey next, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(current.Id, TableRows.OnlyRow, cancellationToken) is not { } row || Read(row).Hash != current.Hash)
        {
            return false;
        }

        row[nameof(ApiKey.Hash)] = next.Hash;
        row[nameof(ApiKey.PreviousHash)] = next.PreviousHash;
        row[nameof(ApiKey.PreviousUntil)] = next.PreviousUntil;
        return await rows.TryReplaceAsync(row, row.ETag, cancellationToken);
    }

    public async Task<bool> TryMarkUsedAsync(string id, DateOnly day, CancellationToken cancellationToken)
    {
        if (await rows.FindAsync(id, TableRows.OnlyRow, cancellationToken) is not { } row || Read(row).LastUsedOn >= day)
        {
            return true;
        }

        row[nameof(ApiKey.LastUsedOn)] = TextOf(day);
        return await rows.TryReplaceAsync(row, row.ETag, cancellationToken);
    }

    public Task<bool> TryDeleteAsync(string id, CancellationToken cancellationToken) => rows.TryDeleteAsync(id, TableRows.OnlyRow, cancellationToken);

    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? afterId, int limit, CancellationToken cancellationToken)
    {
        var after = afterId ?? "";
        return [.. (await rows.ListAsync(TableClient.CreateQueryFilter($"PartitionKey gt {after}"), limit, cancellationToken)).Select(Read)];
    }

    private static TableEntity Write(ApiKey key) => new(key.Id, TableRows.OnlyRow)
    {
        [nameof(ApiKey.Hash)] = key.Hash,
        [nameof(ApiKey.Owner)] = key.Owner,
        [nameof(ApiKey.Scopes)] = string.Join(Space, key.Scopes),
        [nameof(ApiKey.CreatedAt)] = key.CreatedAt,
        [nameof(ApiKey.ExpiresAt)] = key.ExpiresAt,
        [nameof(ApiKey.PreviousHash)] = key.PreviousHash,
        [nameof(ApiKey.PreviousUntil)] = key.PreviousUntil,
        [nameof(ApiKey.LastUsedOn)] = key.LastUsedOn is { } day ? TextOf(day) : null,
    };

    private static ApiKey Read(TableEntity row) => new()
    {
        Id = row.PartitionKey,
        Hash = row.GetString(nameof(ApiKey.Hash)),
        Owner = row.GetString(nameof(ApiKey.Owner)),
        Scopes = ReadScopes(row.GetString(nameof(ApiKey.Scopes))),
        CreatedAt = row.GetDateTimeOffset(nameof(ApiKey.CreatedAt))!.Value,
        ExpiresAt = row.GetDateTimeOffset(nameof(ApiKey.ExpiresAt)),
        PreviousHash = row.GetString(nameof(ApiKey.PreviousHash)),
        PreviousUntil = row.GetDateTimeOffset(nameof(ApiKey.PreviousUntil)),
        LastUsedOn = row.GetString(nameof(ApiKey.LastUsedOn)) is { } day ? DateOnly.ParseExact(day, DayFormat, CultureInfo.InvariantCulture) : null,
    };

    private static string TextOf(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static List<Scope> ReadScopes(string text)
    {
        var scopes = new List<Scope>();
        foreach (var word in text.Split(Space, StringSplitOptions.RemoveEmptyEntries))
        {
            // A permission that this version does not know grants nothing; the rest of the key stays valid.
            if (Scope.TryParse(word, out var scope))
            {
                scopes.Add(scope);
            }
        }

        return scopes;
    }
}
