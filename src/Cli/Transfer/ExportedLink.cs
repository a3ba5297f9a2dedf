using System.Text;
using System.Text.Json;
using nietras.SeparatedValues;
using Serverless.Client;

namespace Serverless.Cli.Transfer;

/// <summary>A link in a backup: all that is needed to make it again. Where the service is, it does not say.</summary>
internal sealed record ExportedLink(
    string Key, string Url, string Owner, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? EndedAt, int Redirect, long Clicks, long Bots,
    string? Title = null, IReadOnlyList<string>? Tags = null, bool? ForwardQuery = null)
{
    private static readonly string[] Columns = ["key", "url", "shortUrl", "owner", "createdAt", "expiresAt", "redirect"];
    private static readonly string[] AllColumns = ["key", "url", "owner", "createdAt", "expiresAt", "endedAt", "redirect", "clicks", "bots", "title", "tags", "forwardQuery"];

    /// <summary>Writes links in a format.</summary>
    /// <param name="isBackup">Whether they are all links, with all that makes them.</param>
    /// <param name="isFirst">Whether a header belongs before them.</param>
    public static byte[] Write(IReadOnlyCollection<ShortLink> links, string format, bool isBackup, bool isFirst) => Encoding.UTF8.GetBytes((format, isBackup) switch
    {
        (LinkFormat.Csv, true) => Csv(links.Select(Of).ToArray(), AllColumns, WriteAll, isFirst),
        (LinkFormat.Csv, false) => Csv(links, Columns, WriteOwn, isFirst),
        (_, true) => Lines(links.Select(link => JsonSerializer.Serialize(Of(link), TransferJson.Web.ExportedLink))),
        _ => Lines(links.Select(link => JsonSerializer.Serialize(link, LinksJson.Web.ShortLink))),
    });

    private static ExportedLink Of(ShortLink link) =>
        new(link.Key, link.Url, link.Owner, link.CreatedAt, link.ExpiresAt, link.EndedAt, link.Redirect, link.Clicks ?? 0, link.Bots ?? 0,
            link.Title, link.Tags.Count == 0 ? null : link.Tags, link.ForwardQuery ? true : null);

    private static string Lines(IEnumerable<string> documents) => string.Concat(documents.Select(document => document + "\n"));

    private static string Csv<T>(IReadOnlyCollection<T> links, string[] columns, Func<T, string?[]> cells, bool isFirst)
    {
        using var writer = Sep.New(',').Writer(options => options with { Escape = true, WriteHeader = isFirst }).ToText();
        writer.Header.Add(columns);
        if (isFirst)
        {
            writer.Header.Write();
        }

        foreach (var link in links)
        {
            using var row = writer.NewRow();
            foreach (var (column, cell) in columns.Zip(cells(link)))
            {
                row[column].Set(cell ?? "");
            }
        }

        return writer.ToString();
    }

    private static string?[] WriteOwn(ShortLink link) =>
        [link.Key, link.Url, link.ShortUrl, link.Owner, UtcTimeConverter.Write(link.CreatedAt), UtcTimeConverter.Write(link.ExpiresAt), $"{link.Redirect}"];

    private static string?[] WriteAll(ExportedLink link) =>
    [
        link.Key, link.Url, link.Owner, UtcTimeConverter.Write(link.CreatedAt), UtcTimeConverter.Write(link.ExpiresAt),
        link.EndedAt is { } ended ? UtcTimeConverter.Write(ended) : null, $"{link.Redirect}", $"{link.Clicks}", $"{link.Bots}",
        link.Title, link.Tags is { } tags ? string.Join(',', tags) : null, link.ForwardQuery is true ? "true" : null,
    ];
}
