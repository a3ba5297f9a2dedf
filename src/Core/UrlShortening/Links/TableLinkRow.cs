using Azure.Data.Tables;
using Serverless.Core.Azure;

namespace Serverless.Core.UrlShortening.Links;

/// <summary>The columns of the table <c>Links</c>. A row that says when its link ended, or has no URL, is gone.</summary>
internal static class TableLinkRow
{
    private const string Nonce = "Nonce";
    private const string Due = "DueAt";
    private const string Url = "Url";
    private const string Owner = "Owner";
    private const string Created = "CreatedAt";
    private const string Redirect = "Redirect";
    private const string CarriedClicks = "CarriedClicks";
    private const string CarriedBots = "CarriedBots";
    private const string Expires = "ExpiresAt";
    private const string Ended = "EndedAt";
    private const string EndedBy = "EndedBy";

    public static TableEntity Write(LinkRow row)
    {
        var entity = new TableEntity(row.Key, TableRows.OnlyRow) { [Nonce] = row.Nonce, [Due] = row.DueAt };
        if (row.Issue is { } link)
        {
            WriteLink(entity, link);
        }

        if (row is LinkRow.Gone { Link: { } ended, Ended: { } at } gone)
        {
            entity[Ended] = at;
            entity[Expires] = ended.ExpiresAt;
            if (gone.EndedBy is { } by)
            {
                entity[EndedBy] = by;
            }
        }

        return entity;
    }

    public static StoredLink Read(TableEntity entity)
    {
        var (key, nonce, due) = (entity.PartitionKey, entity.GetString(Nonce), entity.GetDateTimeOffset(Due)!.Value);
        var link = entity.GetString(Url) is { } url ? ReadLink(entity, url, due) : null;
        var ended = entity.GetDateTimeOffset(Ended);
        LinkRow row = link is null || ended is not null
            ? new LinkRow.Gone(key, nonce, due, link, ended, entity.GetString(EndedBy))
            : new LinkRow.Live(link);
        return new StoredLink(row, entity.ETag.ToString());
    }

    private static void WriteLink(TableEntity entity, ShortLink link)
    {
        entity[Url] = link.Url;
        entity[Owner] = link.Owner;
        entity[Created] = link.CreatedAt;
        entity[Redirect] = (int)link.Redirect;
        if (link.CarriedClicks > 0 || link.CarriedBots > 0)
        {
            entity[CarriedClicks] = link.CarriedClicks;
            entity[CarriedBots] = link.CarriedBots;
        }
    }

    private static ShortLink ReadLink(TableEntity entity, string url, DateTimeOffset due) => new()
    {
        Key = entity.PartitionKey,
        Url = url,
        Owner = entity.GetString(Owner),
        CreatedAt = entity.GetDateTimeOffset(Created)!.Value,
        ExpiresAt = entity.GetDateTimeOffset(Expires) ?? due,
        Redirect = (LinkRedirect)entity.GetInt32(Redirect)!.Value,
        Nonce = entity.GetString(Nonce),
        CarriedClicks = entity.GetInt64(CarriedClicks) ?? 0,
        CarriedBots = entity.GetInt64(CarriedBots) ?? 0,
    };
}
