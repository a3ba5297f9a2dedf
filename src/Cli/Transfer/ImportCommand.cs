using System.CommandLine;
using System.Security.Cryptography;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;
using Serverless.Client.UrlShortening;

namespace Serverless.Cli.Transfer;

/// <summary><c>slctl import</c>: makes the links of a file, each once; the same command goes on where it was interrupted.</summary>
internal static class ImportCommand
{
    private const int MostParallel = 16;

    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(1);

    private static readonly Column<ImportSummary>[] Columns =
    [
        new("LINKS", summary => summary.Total), new("CREATED", summary => summary.Created), new("EXISTED", summary => summary.Existed),
        new("FAILED", summary => summary.Failed), new("RESULTS", summary => summary.Results),
    ];

    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("file") { Description = "CSV with the columns url, alias, expiresAt, expiresIn, redirect, or JSON lines with those fields" };
        var format = LinkFormat.Create();
        var results = Options.Text("--results", "CSV that says what became of each link [default: the file's name and .results.csv]");
        var parallel = new Option<int>("--parallel") { Description = $"Requests at a time, 1-{MostParallel}", DefaultValueFactory = _ => 4 };
        var patience = Options.Duration("--patience", "How long to wait for a service that is away [default: 1m]");
        var restart = Options.Flag("--restart", "Forget an earlier import of the file: links without an alias are made again");
        file.AcceptExistingOnly();
        parallel.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var number) && number is < 1 or > MostParallel)
            {
                result.AddError($"--parallel must be 1-{MostParallel}.");
            }
        });
        var command = new Command("import", "Makes the links of a file, each once; after an interruption the same command goes on") { file, format, results, parallel, patience, restart };
        runner.Set(command, (context, token) =>
        {
            var path = context.Get(file).FullName;
            if (context.Get(restart))
            {
                File.Delete(JournalOf(path));
            }

            return RunAsync(
                context, path, LinkFormat.Of(context.Get(format), path), context.Get(results) ?? path + ".results.csv", context.Get(parallel), context.Get(patience) ?? DefaultPatience, token);
        });
        return command;
    }

    private static string JournalOf(string file) => file + ".slctl-import";

    private static async Task<int> RunAsync(
        CommandContext context, string file, string format, string results, int parallel, TimeSpan patience, CancellationToken cancellationToken)
    {
        // Also finds a file that can't be read as a whole before anything is sent.
        var total = RecordReader.Read(file, format).Count();
        using var journal = ImportJournal.Open(JournalOf(file), await HashAsync(file, cancellationToken), ServiceOptions.AddressOf(context.Arguments, context.Terminal));
        var importer = new BatchImporter(context.Client.Links, journal.Head, patience, context.Terminal.Time);
        var left = RecordReader.Read(file, format).Where(record => !journal.IsSettled(record.Number)).Chunk(LinksClient.MaxBatch);
        try
        {
            await Progress.RunAsync(context.Terminal, "Importing", journal.Outcomes.Count, total, advance => Parallel.ForEachAsync(
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
            await context.Terminal.Error.WriteLineAsync($"{CliApp.Name}: {journal.Outcomes.Count} of {total} links are done; the same command goes on.");
            throw;
        }

        return await EndAsync(context, journal, results);
    }

    private static async Task<int> EndAsync(CommandContext context, ImportJournal journal, string results)
    {
        ResultsFile.Write(results, journal.Outcomes);
        var summary = ImportSummary.Of(journal.Outcomes, results);
        context.Printer.One(summary, TransferJson.Web.ImportSummary, Columns);
        return summary.Failed == 0 ? ExitCode.Ok : await context.FailAsync($"{summary.Failed} links could not be made; {results} says why.", ExitCode.Failed);
    }

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellationToken));
    }
}
