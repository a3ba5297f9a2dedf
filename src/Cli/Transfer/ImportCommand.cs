using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Transfer;

/// <summary><c>slctl import</c>: makes the links of a file, each once; the same command goes on where it was interrupted.</summary>
internal static class ImportCommand
{
    private const int MostParallel = 16;

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(1);

    private static readonly Column<ImportSummary>[] Columns =
    [
        new("LINKS", summary => summary.Total), new("CREATED", summary => summary.Created), new("EXISTED", summary => summary.Existed),
        new("FAILED", summary => summary.Failed), new("CHANGED", summary => summary.Changed), new("RESULTS", summary => summary.Results),
    ];

    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("file") { Description = "An export of another product, a backup by export --all, CSV with a header, or JSON lines" };
        var from = new Option<string>("--from") { Description = "Whose export it is [default: csv, with the columns of export]", HelpName = string.Join('|', LinkSource.All.Select(source => source.Name)) };
        var map = Options.Pairs("--map", "Which column has a field of a link, such as alias=keyword");
        var ignore = new Option<string[]>("--ignore") { Description = "Columns to leave out; may be repeated", HelpName = "column", AllowMultipleArgumentsPerToken = true };
        var dryRun = Options.Flag("--dry-run", "Say what would become of each link, and make none");
        var format = LinkFormat.Create();
        var results = Options.Text("--results", "CSV that says what became of each link [default: the file's name and .results.csv, or .dry-run.csv]");
        var parallel = new Option<int>("--parallel") { Description = $"Requests at a time, 1-{MostParallel}", DefaultValueFactory = _ => 4 };
        var patience = Options.Duration("--patience", "How long to wait for a service that is away [default: 1m]");
        var restart = Options.Flag("--restart", "Forget an earlier import of the file: links without an alias are made again");
        from.AcceptOnlyFromAmong([.. LinkSource.All.Select(source => source.Name)]);
        file.AcceptExistingOnly();
        parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > MostParallel)
            {
                result.AddError($"--parallel must be 1-{MostParallel}.");
            }
        });
        var command = new Command(
            "import",
            "Makes the links of a file, each once; after an interruption, or when what failed has been mended, the same command goes on. Links without an end live ten years.")
        {
            file, from, map, ignore, dryRun, format, results, parallel, patience, restart,
        };
        runner.Set(command, (context, token) =>
        {
            var path = context.Get(file).FullName;
            if (context.Get(restart))
            {
                File.Delete(JournalOf(path));
            }

            var source = LinkSource.All.First(each => each.Name == (context.Get(from) ?? LinkSource.Csv.Name));
            var input = new ImportInput(path, LinkFormat.Of(context.Get(format), path), ColumnMap.Of(source, Options.ReadPairs(context.Get(map)), context.Get(ignore) ?? []));
            return context.Get(dryRun)
                ? TryOutAsync(context, input, context.Get(results) ?? path + ".dry-run.csv", context.Get(patience) ?? DefaultPatience, token)
                : RunAsync(context, input, context.Get(results) ?? path + ".results.csv", context.Get(parallel), context.Get(patience) ?? DefaultPatience, token);
        });
        return command;
    }

    private static string JournalOf(string file) => file + ".slctl-import";

    private static async Task<int> RunAsync(
        CommandContext context, ImportInput input, string results, int parallel, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Also finds a file that can't be read as a whole before anything is sent.
        var total = input.Count();
        using var journal = ImportJournal.Open(JournalOf(input.File), ServiceOptions.AddressOf(context.Arguments, context.Terminal));
        var importer = new BatchImporter(context.Client.Links, journal.Head, patience, context.Terminal.Time);
        var left = input.Read().Where(record => !journal.IsSettled(record)).Chunk(LinksClient.MaxBatch);
        var done = input.Read().Count(journal.IsSettled);
        try
        {
            await Progress.RunAsync(context.Terminal, "Importing", done, total, advance => Parallel.ForEachAsync(
                left,
                new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancellationToken },
                async (batch, token) =>
                {
                    journal.Add(await importer.ImportAsync(batch, token));
                    advance(batch.Length);
                }));
        }
        catch (Exception exception) when (exception is ServerlessException or OperationCanceledException)
        {
            await context.Terminal.Error.WriteLineAsync($"{CliApp.Name}: {input.Read().Count(journal.IsSettled)} of {total} links are done; the same command goes on.");
            throw;
        }

        return await EndAsync(context, input, ImportResults.Write(results, input.Read(), journal.Find), "could not be made");
    }

    private static async Task<int> TryOutAsync(CommandContext context, ImportInput input, string results, TimeSpan patience, CancellationToken cancellationToken)
    {
        input.Count();
        var importer = new BatchImporter(context.Client.Links, new ImportHead(0, "", new byte[ImportKey.SeedBytes]), patience, context.Terminal.Time);
        var outcomes = new Dictionary<string, ImportOutcome>(StringComparer.Ordinal);
        var taken = new Dictionary<string, ImportRecord>(StringComparer.Ordinal);
        foreach (var batch in input.Read().Chunk(LinksClient.MaxBatch))
        {
            var found = await importer.TryOutAsync(batch, cancellationToken);
            foreach (var (record, outcome) in batch.Join(found, record => record.Id, outcome => outcome.Id, (record, outcome) => (record, outcome)))
            {
                outcomes[record.Id] = AfterEarlier(record, outcome, taken);
            }
        }

        return await EndAsync(context, input, ImportResults.Write(results, input.Read(), record => outcomes.GetValueOrDefault(record.Id)), "could not be made");
    }

    // The service does not know what the lines before would have made.
    private static ImportOutcome AfterEarlier(ImportRecord record, ImportOutcome outcome, Dictionary<string, ImportRecord> taken)
    {
        if (outcome.Status != ImportOutcome.Created || record.Link!.Alias is not { } alias || taken.TryAdd(alias, record))
        {
            return outcome;
        }

        return taken[alias].Link!.Url == record.Link.Url
            ? outcome with { Status = ImportOutcome.Existed }
            : new ImportOutcome(record.Id, ImportOutcome.Failed, Error: $"The alias '{alias}' is taken by line {taken[alias].Line}.");
    }

    private static async Task<int> EndAsync(CommandContext context, ImportInput input, ImportSummary summary, string failed)
    {
        context.Printer.One(summary, TransferJson.Web.ImportSummary, Columns);
        if (input.Columns.Left.Count > 0)
        {
            await context.Terminal.Error.WriteLineAsync($"{CliApp.Name}: not imported: {string.Join(", ", input.Columns.Left)}.");
        }

        return summary.Failed == 0 ? ExitCode.Ok : await context.FailAsync($"{summary.Failed} links {failed}; {summary.Results} says why.", ExitCode.Failed);
    }
}

/// <summary>What is imported.</summary>
/// <param name="Format">One of <see cref="LinkFormat"/>.</param>
internal sealed record ImportInput(string File, string Format, ColumnMap Columns)
{
    public IEnumerable<ImportRecord> Read() => ImportRecord.Read(File, Format, Columns);

    /// <summary>How many links there are.</summary>
    /// <exception cref="UsageException">The file can't be read, or has columns that nobody knows.</exception>
    public int Count()
    {
        if (Format == LinkFormat.Csv)
        {
            Columns.Check(File, CsvFile.ReadHeader(File));
        }

        return Read().Count();
    }
}
