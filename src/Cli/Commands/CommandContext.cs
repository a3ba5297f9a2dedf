using System.CommandLine;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Commands;

/// <summary>What a command works with.</summary>
internal sealed record CommandContext(ParseResult Arguments, ServerlessClient Client, Printer Printer, Terminal Terminal)
{
    public T Get<T>(Argument<T> argument) => Arguments.GetRequiredValue(argument);

    public T? Get<T>(Option<T> option) => Arguments.GetValue(option);

    /// <summary>Whether the option was given, to tell a default from a wish.</summary>
    public bool Has(Option option) => Arguments.GetResult(option) is { Implicit: false };

    /// <summary>What has to be there for a write; null for no condition.</summary>
    /// <exception cref="UsageException">Both are given.</exception>
    public WriteCondition? Condition(Option<string?> ifMatch, Option<bool>? onlyNew = null) => (Get(ifMatch), onlyNew is not null && Get(onlyNew)) switch
    {
        (null, false) => null,
        (null, true) => WriteCondition.IsNew,
        ("*", false) => WriteCondition.Exists,
        ({ } tag, false) => WriteCondition.Has(tag.StartsWith('"') ? tag : $"\"{tag}\""),
        _ => throw new UsageException("--if-match and --new can't be given together."),
    };

    /// <summary>Says beside the output what people should know; null says nothing.</summary>
    public Task HintAsync(string? hint) => hint is null ? Task.CompletedTask : Terminal.Error.WriteLineAsync(hint);

    public Task<int> NotFoundAsync(string what) => FailAsync($"There is no {what}.", ExitCode.NotFound);

    public async Task<int> FailAsync(string message, int code)
    {
        await Terminal.Error.WriteLineAsync($"{CliApp.Name}: {message}");
        return code;
    }
}
