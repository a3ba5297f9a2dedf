using System.Text;
using System.Text.Json;
using nietras.SeparatedValues;
using Serverless.Client.Http;
using Serverless.Client.UrlShortening;

namespace Serverless.Cli.Transfer;

/// <summary>Writes links in a format.</summary>
internal static class LinkText
{
    private static readonly string[] Columns = ["key", "url", "shortUrl", "owner", "createdAt", "expiresAt", "redirect"];

    /// <param name="isFirst">Whether a header belongs before them.</param>
    public static byte[] Write(IReadOnlyCollection<ShortLink> links, string format, bool isFirst) => Encoding.UTF8.GetBytes(
        format == LinkFormat.Csv ? Csv(links, isFirst) : string.Concat(links.Select(link => JsonSerializer.Serialize(link, LinksJson.Web.ShortLink) + "\n")));

    private static string Csv(IReadOnlyCollection<ShortLink> links, bool isFirst)
    {
        using var writer = Sep.New(',').Writer(options => options with { Escape = true, WriteHeader = isFirst }).ToText();
        writer.Header.Add(Columns);
        if (isFirst)
        {
            writer.Header.Write();
        }

        foreach (var link in links)
        {
            using var row = writer.NewRow();
            row["key"].Set(link.Key);
            row["url"].Set(link.Url);
            row["shortUrl"].Set(link.ShortUrl);
            row["owner"].Set(link.Owner);
            row["createdAt"].Set(UtcTimeConverter.Write(link.CreatedAt));
            row["expiresAt"].Set(UtcTimeConverter.Write(link.ExpiresAt));
            row["redirect"].Format(link.Redirect);
        }

        return writer.ToString();
    }
}
