using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Transfer;

/// <summary>One link to be made.</summary>
/// <param name="Id">What it says, and which of those that say the same it is: the same in the file of tomorrow, wherever it stands there.</param>
/// <param name="Line">Where it begins in the file, from 1.</param>
/// <param name="Link">The link to be made; null if it can't be read.</param>
/// <param name="Error">Why it can't be read; null if it can.</param>
/// <param name="Note">What is other than the file says; null for nothing.</param>
internal sealed record ImportRecord(string Id, int Line, NewLink? Link, string? Error, string? Note)
{
    private const int IdBytes = 18;

    /// <summary>Links without an end live so long: ten years, less the day that the calendar may take.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3_652);

    /// <summary>Reads the links of a file, one after the other.</summary>
    /// <exception cref="UsageException">The file can't be read, or has columns that nobody knows.</exception>
    public static IEnumerable<ImportRecord> Read(string file, string format, ColumnMap columns)
    {
        var mapper = new LinkMapper(columns);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        return (format == LinkFormat.Csv ? CsvFile.Read(file) : JsonFile.Read(file)).SelectMany(mapper.Map).Select(mapped => Of(mapped, seen));
    }

    private static ImportRecord Of(MappedLink mapped, Dictionary<string, int> seen)
    {
        var content = mapped.Link is { } link ? JsonSerializer.SerializeToUtf8Bytes(link, LinksJson.Web.NewLink) : Encoding.UTF8.GetBytes(mapped.Error ?? "");
        var hash = Base64Url.EncodeToString(SHA256.HashData(content).AsSpan(0, IdBytes));
        var number = seen[hash] = seen.GetValueOrDefault(hash) + 1;
        return new ImportRecord(number == 1 ? hash : $"{hash}.{number}", mapped.Line, mapped.Link is null ? null : Endless(mapped.Link), mapped.Error, mapped.Note);
    }

    private static NewLink Endless(NewLink link) => link is { ExpiresAt: null, ExpiresIn: null } ? link with { ExpiresIn = Longest } : link;
}
