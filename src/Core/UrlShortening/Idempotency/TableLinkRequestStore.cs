using Azure;
using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Idempotency;

/// <summary>The table <c>LinkRequests</c>: a partition each first character of the id, which is one of 64.</summary>
public sealed class TableLinkRequestStore(TableStorage storage) : ILinkRequestStore
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private const string Body = "Body";
    private const string At = "At";
    private const string LeasedUntil = "LeasedUntil";
    private const string Links = "Links";

    /// <summary>The most rows that one transaction may change.</summary>
    private const int MaxRemoved = 100;
    private const int MaxTransactions = 10;

    private readonly TableRows rows = storage.Open("LinkRequests");

    public async Task<LinkRequest?> FindAsync(string id, CancellationToken cancellationToken) =>
        await rows.FindAsync(id[..1], id, cancellationToken) is { } row ? Read(row) : null;

    public Task<bool> TryAddAsync(LinkRequest request, CancellationToken cancellationToken) => rows.TryAddAsync(Write(request), cancellationToken);

    public Task<bool> TryReplaceAsync(LinkRequest request, CancellationToken cancellationToken) =>
        rows.TryReplaceAsync(Write(request), new ETag(request.ETag), cancellationToken);

    public async Task RemoveAsync(int part, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var partition = Alphabet[part].ToString();
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and At lt {before}");
        for (var i = 0; i < MaxTransactions; i++)
        {
            var found = await rows.ListAsync(filter, MaxRemoved, cancellationToken);
            if (found.Count > 0)
            {
                await rows.TryApplyAsync(found.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All)), cancellationToken);
            }

            if (found.Count < MaxRemoved)
            {
                return;
            }
        }
    }

    private static TableEntity Write(LinkRequest request) => new(request.Id[..1], request.Id)
    {
        [Body] = request.Body,
        [At] = request.At,
        [LeasedUntil] = request.LeasedUntil,
        [Links] = RequestedLink.Write(request.Links),
    };

    private static LinkRequest Read(TableEntity row) => new(
        row.RowKey,
        row.GetString(Body),
        row.GetDateTimeOffset(At)!.Value,
        row.GetDateTimeOffset(LeasedUntil)!.Value,
        RequestedLink.Read(row.GetString(Links)),
        row.ETag.ToString());
}
