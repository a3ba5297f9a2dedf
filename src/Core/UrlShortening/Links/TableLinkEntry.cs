using Azure.Data.Tables;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>An entry of an index, which is all in its keys.</summary>
internal sealed record TableLinkEntry(string Partition, string Row)
{
    /// <summary>
    /// Divides the parts of a partition or row key. It is no character of an owner, a key or a nonce and comes before all
    /// that are, so that keys sort by their parts, and the range of one owner ends before that of an owner with a longer name.
    /// </summary>
    public const char Separator = '!';

    public TableEntity ToEntity() => new(Partition, Row);
}
