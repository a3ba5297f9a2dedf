using Microsoft.Extensions.Logging.Console;

namespace Serverless.LocalHost.Hosting;

/// <summary>Registers the console as where the log goes.</summary>
internal static class EscapingConsole
{
    /// <summary>Escapes what was sent by others, unless <c>Logging:Console:FormatterName</c> names another formatter.</summary>
    public static ILoggingBuilder AddEscapingConsole(this ILoggingBuilder logging) =>
        logging.AddConsole().AddConsoleFormatter<EscapingFormatter, ConsoleFormatterOptions>();
}
