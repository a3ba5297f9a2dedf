using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>The columns of the table <c>Links</c>. A row without a URL is gone.</summary>
internal static class TableLinkRow
{
    private const string Nonce = "Nonce";
    private const string Due = "DueAt";
    private const string Url = "Url";
    private const string Owner = "Owner";
    private const string Created = "CreatedAt";
    private const string Redirect = "Redirect";

    public static TableEntity Write(LinkRow row)
    {
        var entity = new TableEntity(row.Key, TableRows.OnlyRow) { [Nonce] = row.Nonce, [Due] = row.DueAt };
        if (row is LinkRow.Live { Link: var link })
        {
            entity[Url] = link.Url;
            entity[Owner] = link.Owner;
            entity[Created] = link.CreatedAt;
            entity[Redirect] = (int)link.Redirect;
        }

        return entity;
    }

    public static StoredLink Read(TableEntity entity)
    {
        var (key, nonce, due) = (entity.PartitionKey, entity.GetString(Nonce), entity.GetDateTimeOffset(Due)!.Value);
        LinkRow row = entity.GetString(Url) is { } url
            ? new LinkRow.Live(ReadLive(entity, url))
            : new LinkRow.Gone(key, nonce, due);
        return new StoredLink(row, entity.ETag.ToString());
    }

    private static ShortLink ReadLive(TableEntity entity, string url) => new()
    {
        Key = entity.PartitionKey,
        Url = url,
        Owner = entity.GetString(Owner),
        CreatedAt = entity.GetDateTimeOffset(Created)!.Value,
        ExpiresAt = entity.GetDateTimeOffset(Due)!.Value,
        Redirect = (LinkRedirect)entity.GetInt32(Redirect)!.Value,
        Nonce = entity.GetString(Nonce),
    };
}
