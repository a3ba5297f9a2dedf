using System.Globalization;
using Azure;
using Azure.Data.Tables;

namespace Serverless.Core.UrlShortening;

/// <summary>The columns of the table <c>Keys</c>, and the version of a block: the age in its free row's key, and that row's ETag.</summary>
internal static class TableKeyRow
{
    public const string FirstFree = "free!";

    /// <summary>Follows every row key that begins with <see cref="FirstFree"/>.</summary>
    public const string EndOfFree = "free\"";

    private const string Block = "block!";
    private const char Separator = '!';
    private const char Space = ' ';
    private const string Keys = "Keys";
    private const string Instance = "LeaseInstance";
    private const string Until = "LeaseUntil";

    public static string Partition(int shard) => shard.ToString("000", CultureInfo.InvariantCulture);

    /// <summary>The block's own row while it is free.</summary>
    public static TableEntity Guard(KeyBlock block) => new(Partition(block.Shard), Block + block.Id);

    public static TableEntity Free(KeyBlock block, string age) =>
        new(Partition(block.Shard), $"{FirstFree}{age}{Separator}{block.Id}") { [Keys] = string.Join(Space, block.Keys) };

    public static TableEntity Leased(KeyBlock block, KeyLease lease)
    {
        var row = Guard(block);
        row[Keys] = string.Join(Space, block.Keys);
        row[Instance] = lease.Instance;
        row[Until] = lease.Until;
        return row;
    }

    public static KeyBlock ReadFree(int shard, TableEntity row)
    {
        var parts = row.RowKey.Split(Separator, 3);
        return new KeyBlock
        {
            Shard = shard,
            Id = parts[2],
            Keys = row.GetString(Keys).Split(Space, StringSplitOptions.RemoveEmptyEntries),
            ETag = $"{parts[1]}{Separator}{row.ETag}",
        };
    }

    public static (string Age, ETag Version) VersionOf(KeyBlock block)
    {
        var parts = block.ETag.Split(Separator, 2);
        return (parts[0], new ETag(parts[1]));
    }
}
