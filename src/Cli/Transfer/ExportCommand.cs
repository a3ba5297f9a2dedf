using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Transfer;

/// <summary><c>slctl export</c>: writes one's own links to a file, or to standard output.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandRunner runner)
    {
        var file = new Argument<FileInfo?>("file") { Description = "File to write [default: standard output, which can't be gone on with]", Arity = ArgumentArity.ZeroOrOne };
        var format = LinkFormat.Create();
        var (restart, overwrite) = (Options.Flag("--restart", "Forget an earlier export to the file that was interrupted"), Options.Flag("--overwrite", "Replace a file that is there"));
        var all = Options.Flag("--all", "All links of all owners, by key, with all that is needed to restore them, also those that have ended but keep their keys; for admins");
        var command = new Command("export", "Writes your links to a file, newest first; after an interruption the same command goes on") { file, format, all, restart, overwrite };
        runner.Set(command, (context, token) => context.Arguments.GetValue(file) is { } path
            ? ToFileAsync(context, path.FullName, LinkFormat.Of(context.Get(format), path.Name), context.Get(all), context.Get(restart), context.Get(overwrite), token)
            : ToOutputAsync(context, LinkFormat.Of(context.Get(format), null), context.Get(all), token));
        return command;
    }

    private static async Task ToFileAsync(CommandContext context, string path, string format, bool isBackup, bool restart, bool overwrite, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && !overwrite)
        {
            throw new UsageException($"{path} is there already; pass --overwrite to replace it.");
        }

        if (restart)
        {
            ExportFile.Forget(path);
        }

        using var target = ExportFile.Open(path, ServiceOptions.AddressOf(context.Arguments, context.Terminal).AbsoluteUri, isBackup ? $"{format} of all owners" : format);
        await Progress.RunAsync(context.Terminal, "Exporting", target.State.Links, null, async advance =>
        {
            while (!target.State.IsComplete)
            {
                var page = await PageAsync(context, isBackup, target.State.Continuation, cancellationToken);
                target.Add(ExportedLink.Write(page.Links, format, isBackup, isFirst: target.State.Continuation is null), page.Links.Count, page.Continuation);
                advance(page.Links.Count);
            }
        });
        target.Complete();
        context.Printer.Line($"{target.State.Links} links in {path}");
    }

    private static async Task ToOutputAsync(CommandContext context, string format, bool isBackup, CancellationToken cancellationToken)
    {
        LinkPage? page = null;
        do
        {
            var isFirst = page is null;
            page = await PageAsync(context, isBackup, page?.Continuation, cancellationToken);
            await context.Terminal.Out.WriteAsync(System.Text.Encoding.UTF8.GetString(ExportedLink.Write(page.Links, format, isBackup, isFirst)));
        }
        while (page.Continuation is not null);
    }

    private static Task<LinkPage> PageAsync(CommandContext context, bool isBackup, string? continuation, CancellationToken cancellationToken) => isBackup
        ? context.Client.Links.ListPageOfAsync("*", continuation, cancellationToken: cancellationToken)
        : context.Client.Links.ListPageAsync(continuation, cancellationToken: cancellationToken);
}
