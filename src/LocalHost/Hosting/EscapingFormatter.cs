using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Serverless.LocalHost.Hosting;

/// <summary>
/// Writes the log as the simple formatter does, with characters escaped that end a line, steer a terminal or turn the
/// direction of text: nothing that a client, an endpoint or an API sent looks like an entry of its own.
/// </summary>
internal sealed class EscapingFormatter(IServiceProvider services) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "escaping";

    // Both are among the console's formatters, so that none of them can have the others made before it.
    private readonly Lazy<ConsoleFormatter> simple = new(
        () => services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple));

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = Escape(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception)
        {
            text += Environment.NewLine + string.Join(Environment.NewLine, exception.ToString().ReplaceLineEndings("\n").Split('\n').Select(Escape));
        }

        var escaped = new LogEntry<string>(logEntry.LogLevel, logEntry.Category, logEntry.EventId, text, null, static (state, _) => state);
        simple.Value.Write(escaped, scopeProvider, textWriter);
    }

    private static string Escape(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var escaped = new StringBuilder();
        foreach (var letter in text)
        {
            _ = IsUnsafe(letter) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}") : escaped.Append(letter);
        }

        return escaped.ToString();
    }

    private static bool IsUnsafe(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
