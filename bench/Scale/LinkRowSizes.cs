namespace Serverless.Bench.Scale;

/// <summary>The rows of a link in Table Storage, by the columns that <c>TableLinkRow</c> and its indexes write.</summary>
public static class LinkRowSizes
{
    private const int Key = 8;
    private const int OnlyRow = 3;
    private const int Nonce = 16;
    private const int Ticks = 19;
    private const int IndexRow = Ticks + 1 + Key + 1 + Nonce;
    private const int Month = 6;
    private const int ShardAndHour = 13;
    private const int Day = 8;
    private const int Bucket = 4;
    private const int Referrers = 20;

    /// <summary>The row that redirects read.</summary>
    public static double Link(double url, double owner) => TableEntitySize.Keys(Key, OnlyRow)
        .Text("Nonce", Nonce).Time("DueAt").Text("Url", url).Text("Owner", owner).Time("CreatedAt").Number("Redirect").Bytes;

    /// <summary>The entries of the two indexes, which are all key.</summary>
    public static double Indexes(double owner) =>
        TableEntitySize.Keys(owner + 1 + Month, IndexRow).Bytes + TableEntitySize.Keys(ShardAndHour, IndexRow).Bytes;

    /// <summary>A link's clicks of a day, without what the runs of that day wrote.</summary>
    public static double Clicks() => TableEntitySize.Keys(Bucket, Key + 1 + Nonce + 1 + Day).Bytes;

    /// <summary>What a run writes into that row, with a referrer or two.</summary>
    public static double ClicksOfRun() => new TableEntitySize(0).Binary("R95", Referrers).Bytes;
}
