using Spectre.Console;

namespace Serverless.Cli.Output;

/// <summary>Consoles that tables and progress are drawn on.</summary>
internal static class Consoles
{
    // Nothing is wrapped where no terminal says how wide it is.
    private const int Unwrapped = 1_000;

    public static IAnsiConsole Of(TextWriter writer, bool isRedirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRedirected ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isRedirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isRedirected)
        {
            console.Profile.Width = Unwrapped;
        }

        return console;
    }
}
