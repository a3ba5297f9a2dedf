using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Serverless.Core.UrlShortening.Keys;

/// <summary>
/// The rows of the table <c>Keys</c>. The version of a block is the key and ETag of the row that holds its state, which is
/// written anew with every change.
/// </summary>
internal static class TableKeyRow
{
    public const string Free = "free";
    public const string Leased = "lease";
    public const string UsedUp = "used";

    private const string Block = "block";
    private const char Separator = '!';
    private const char Space = ' ';
    private const string Keys = "Keys";
    private const string Instance = "LeaseInstance";
    private const string StateRow = "State";

    public static string Partition(int shard) => shard.ToString("000", CultureInfo.InvariantCulture);

    public static string BlockRow(string id) => $"{Block}{Separator}{id}";

    /// <summary>The first row key of a state from a time on.</summary>
    public static string From(string state, DateTimeOffset time) => $"{state}{Separator}{Ticks(time)}";

    /// <summary>The row that stays as long as the block is known, makes its id unique and leads to its state.</summary>
    public static TableEntity Guard(KeyBlock block, TableEntity state) =>
        new(Partition(block.Shard), BlockRow(block.Id)) { [StateRow] = state.RowKey };

    public static string StateOf(TableEntity guard) => guard.GetString(StateRow);

    /// <param name="freeSince">The age of a block that is free.</param>
    public static TableEntity State(KeyBlock block, DateTimeOffset freeSince)
    {
        var (state, time) = block switch
        {
            { Lease: { } lease } => (Leased, lease.Until),
            { UsedUpAt: { } usedUpAt } => (UsedUp, usedUpAt),
            _ => (Free, freeSince),
        };
        var row = new TableEntity(Partition(block.Shard), $"{From(state, time)}{Separator}{block.Id}") { [Keys] = string.Join(Space, block.Keys) };
        if (block.Lease is not null)
        {
            row[Instance] = block.Lease.Instance;
        }

        return row;
    }

    public static KeyBlock Read(TableEntity row)
    {
        var parts = row.RowKey.Split(Separator, 3);
        var time = TimeOf(row);
        return new KeyBlock
        {
            Shard = int.Parse(row.PartitionKey, CultureInfo.InvariantCulture),
            Id = parts[2],
            Keys = row.GetString(Keys).Split(Space, StringSplitOptions.RemoveEmptyEntries),
            Lease = parts[0] == Leased ? new KeyLease(row.GetString(Instance), time) : null,
            UsedUpAt = parts[0] == UsedUp ? time : null,
            ETag = $"{parts[0]}{Separator}{parts[1]}{Separator}{row.ETag}",
        };
    }

    public static bool IsFree(TableEntity row) => row.RowKey.StartsWith(Free, StringComparison.Ordinal);

    /// <summary>The time by which a row of a state is ordered.</summary>
    public static DateTimeOffset TimeOf(TableEntity row) =>
        new(long.Parse(row.RowKey.Split(Separator, 3)[1], CultureInfo.InvariantCulture), TimeSpan.Zero);

    /// <summary>The row that held the state of a block when it was read, and that row's version.</summary>
    public static (TableEntity Row, ETag Version) VersionOf(KeyBlock block)
    {
        var parts = block.ETag.Split(Separator, 3);
        return (new TableEntity(Partition(block.Shard), $"{parts[0]}{Separator}{parts[1]}{Separator}{block.Id}"), new ETag(parts[2]));
    }

    private static string Ticks(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
