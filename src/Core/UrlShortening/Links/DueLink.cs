namespace Serverless.Core.UrlShortening.Links;

/// <summary>An entry of the index by expiry: a hint that clean-up has to look at a key, to be checked against the link row.</summary>
public sealed record DueLink(DateTimeOffset DueAt, string Key, string Nonce)
{
    /// <summary>The entry that a row has.</summary>
    public static DueLink Of(LinkRow row) => new(row.DueAt, row.Key, row.Nonce);

    /// <summary>Where the entry lies.</summary>
    public ExpiryPartition Partition => ExpiryPartition.Of(Key, DueAt);
}
