using System.CommandLine;
using System.CommandLine.Completions;
using Serverless.Client;

namespace Serverless.Cli.Commands;

/// <summary>Completes names that the service knows. A shell waits for it, so what takes long is left out, and what fails says nothing.</summary>
internal static class NameSuggestions
{
    private const int Most = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Has an argument completed with what a list holds.</summary>
    public static Argument<string> Suggest(this Argument<string> argument, CommandRunner runner, Func<ServerlessClient, IAsyncEnumerable<string>> names) =>
        argument.Suggest(runner, (client, _) => names(client));

    /// <inheritdoc cref="Suggest(Argument{string}, CommandRunner, Func{ServerlessClient, IAsyncEnumerable{string}})"/>
    /// <param name="names">Also knows what was typed so far.</param>
    public static Argument<string> Suggest(this Argument<string> argument, CommandRunner runner, Func<ServerlessClient, ParseResult, IAsyncEnumerable<string>> names)
    {
        // Else the help lists what completes it, for which it asks the service.
        argument.HelpName = argument.Name;
        argument.CompletionSources.Add(context => IsAt(argument, context)
            ? Ask(runner, context.ParseResult, names).Where(name => name.StartsWith(context.WordToComplete, StringComparison.Ordinal))
            : []);
        return argument;
    }

    // All arguments of a command are asked, those too that the line has already.
    private static bool IsAt(Argument<string> argument, CompletionContext context)
    {
        var typed = context.ParseResult.GetResult(argument)?.Tokens ?? [];
        return context.WordToComplete.Length == 0 ? typed.Count == 0 : typed.Any(token => token.Value == context.WordToComplete);
    }

    private static List<string> Ask(CommandRunner runner, ParseResult result, Func<ServerlessClient, ParseResult, IAsyncEnumerable<string>> names)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            return Task.Run(() => runner.WithClientAsync(result, async client => await names(client, result).Take(Most).ToListAsync(patience.Token)), patience.Token)
                .WaitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception)
        {
            return [];
        }
    }
}
