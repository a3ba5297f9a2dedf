using System.Security.Cryptography;
using System.Text.Json;
using Serverless.Cli.Output;

namespace Serverless.Cli.Transfer;

/// <summary>
/// The file beside the input that an import goes on by: first the <see cref="ImportHead"/>, on the disk before anything is
/// sent, then the outcomes, batch by batch. An outcome that got lost costs a request, nothing else: see <see cref="ImportKey"/>.
/// </summary>
internal sealed class ImportJournal : IDisposable
{
    private const int Version = 1;
    private const byte LineFeed = (byte)'\n';

    private readonly FileStream file;
    private readonly Lock gate = new();
    private readonly Dictionary<int, ImportOutcome> outcomes = [];

    private ImportJournal(FileStream file) => this.file = file;

    public ImportHead Head { get; private set; } = new(Version, "", "", []);

    /// <summary>Those so far, in the order of the input.</summary>
    public IReadOnlyList<ImportOutcome> Outcomes
    {
        get
        {
            lock (gate)
            {
                return [.. outcomes.Values.OrderBy(outcome => outcome.Number)];
            }
        }
    }

    /// <summary>Begins an import, or goes on with it.</summary>
    /// <exception cref="UsageException">The journal is of another import.</exception>
    /// <exception cref="IOException">Another process is at it, or the disk fails.</exception>
    public static ImportJournal Open(string path, string sha256, Uri service)
    {
        var journal = new ImportJournal(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        try
        {
            journal.Start(path, sha256, service.AbsoluteUri);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    public bool IsSettled(int number)
    {
        lock (gate)
        {
            return outcomes.ContainsKey(number);
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

    private void Start(string path, string sha256, string service)
    {
        var lines = ReadLines();
        if (lines.Count == 0)
        {
            Head = new ImportHead(Version, sha256, service, RandomNumberGenerator.GetBytes(ImportKey.SeedBytes));
            Write(JsonSerializer.SerializeToUtf8Bytes(Head, TransferJson.Web.ImportHead));
            file.Flush(flushToDisk: true);
            return;
        }

        Head = ReadHead(path, lines[0]);
        var difference = Head.Sha256 != sha256 ? "the file has changed since" : Head.Service != service ? $"it goes to {Head.Service}" : null;
        if (difference is not null)
        {
            throw new UsageException($"{path} is of an import that was begun before, and {difference}. Go on as it was begun, or pass --restart to begin anew.");
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
            outcomes[outcome.Number] = outcome;
        }
    }
}
