using System.CommandLine;
using Serverless.Cli.Commands;

namespace Serverless.Cli.Links;

/// <summary><c>slctl qr</c>.</summary>
internal static class QrCommand
{
    public static Command Create(CommandRunner runner)
    {
        var key = LinkCommands.Key(runner);
        var file = new Option<FileInfo?>("--output") { Description = "File to write [default: standard output]" };
        var command = new Command("qr", "Draws the QR code of a short link, as SVG") { key, file };
        runner.Set(command, async (context, token) =>
        {
            if (await context.Client.Links.FindQrCodeAsync(context.Get(key), token) is not { } svg)
            {
                return await context.NotFoundAsync($"link '{context.Get(key)}'");
            }

            await (context.Get(file) is { } place ? File.WriteAllTextAsync(place.FullName, svg, token) : context.Terminal.Out.WriteLineAsync(svg.AsMemory(), token));
            return ExitCode.Ok;
        });
        return command;
    }
}
