using System.Security.Cryptography;
using System.Text.Json;
using Serverless.Cli.Output;

namespace Serverless.Cli.Transfer;

/// <summary>
/// The file beside the input that an import goes on by: first the <see cref="ImportHead"/>, on the disk before anything is
/// sent, then the outcomes, batch by batch, by what the records say: a file that has changed goes on where it differs. An outcome
/// that got lost costs a request, nothing else: see <see cref="ImportKey"/>.
/// </summary>
internal sealed class ImportJournal : IDisposable
{
    private const int Version = 2;
    private const byte LineFeed = (byte)'\n';

    private readonly FileStream file;
    private readonly Lock gate = new();
    private readonly Dictionary<string, ImportOutcome> outcomes = new(StringComparer.Ordinal);

    private ImportJournal(FileStream file) => this.file = file;

    public ImportHead Head { get; private set; } = new(Version, "", []);

    /// <summary>What became of a record so far; null for nothing.</summary>
    public ImportOutcome? Find(ImportRecord record)
    {
        lock (gate)
        {
            return outcomes.GetValueOrDefault(record.Id);
        }
    }

    /// <summary>Whether the record's link is there. What failed is tried again: its cause may be gone.</summary>
    public bool IsSettled(ImportRecord record) => Find(record) is { Status: not ImportOutcome.Failed };

    /// <summary>Begins an import, or goes on with it.</summary>
    /// <exception cref="UsageException">The journal is of another import.</exception>
    /// <exception cref="IOException">Another process is at it, or the disk fails.</exception>
    public static ImportJournal Open(string path, Uri service)
    {
        var journal = new ImportJournal(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        try
        {
            journal.Start(path, service.AbsoluteUri);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public void Add(IReadOnlyList<ImportOutcome> batch)
    {
        lock (gate)
        {
            Write(JsonSerializer.SerializeToUtf8Bytes(batch, TransferJson.Web.IReadOnlyListImportOutcome));
            Learn(batch);
        }
    }

    public void Dispose() => file.Dispose();

    private void Start(string path, string service)
    {
        var lines = ReadLines();
        if (lines.Count == 0)
        {
            Head = new ImportHead(Version, service, RandomNumberGenerator.GetBytes(ImportKey.SeedBytes));
            Write(JsonSerializer.SerializeToUtf8Bytes(Head, TransferJson.Web.ImportHead));
            file.Flush(flushToDisk: true);
            return;
        }

        Head = ReadHead(path, lines[0]);
        if (Head.Service != service)
        {
            throw new UsageException($"{path} is of an import that was begun before, and it goes to {Head.Service}. Go on as it was begun, or pass --restart to begin anew.");
        }

        foreach (var line in lines.Skip(1))
        {
            Learn(JsonSerializer.Deserialize(line, TransferJson.Web.IReadOnlyListImportOutcome) ?? []);
        }
    }

    private static ImportHead ReadHead(string path, byte[] line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, TransferJson.Web.ImportHead) is { Version: Version, Seed.Length: ImportKey.SeedBytes } head
                ? head
                : throw new UsageException($"{path} is no journal of an import that this version can go on with.");
        }
        catch (JsonException)
        {
            throw new UsageException($"{path} is no journal of an import.");
        }
    }

    // A last line without its end was being written when the tool was killed.
    private List<byte[]> ReadLines()
    {
        var content = new byte[file.Length];
        file.ReadExactly(content);
        var (lines, start) = (new List<byte[]>(), 0);
        for (var end = Array.IndexOf(content, LineFeed); end >= 0; end = Array.IndexOf(content, LineFeed, start))
        {
            lines.Add(content[start..end]);
            start = end + 1;
        }

        file.SetLength(start);
        file.Position = start;
        return lines;
    }

    private void Write(byte[] line)
    {
        file.Write([.. line, LineFeed]);
        file.Flush();
    }

    private void Learn(IReadOnlyList<ImportOutcome> batch)
    {
        foreach (var outcome in batch)
        {
            outcomes[outcome.Id] = outcome;
        }
    }
}

/// <summary>What the keys of an import's links are derived from.</summary>
/// <param name="Version">Of the journal's form.</param>
/// <param name="Service">The service's address.</param>
/// <param name="Seed">Random, drawn once for the import.</param>
internal sealed record ImportHead(int Version, string Service, byte[] Seed);
