using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using Serverless.Cli.Output;

namespace Serverless.Cli.Commands;

/// <summary>How much of a list that may be long is shown: <c>--limit</c>, or <c>--all</c>.</summary>
internal sealed class ListLimit
{
    private readonly Option<int> limit = new("--limit") { Description = "How many at most", DefaultValueFactory = _ => 100 };
    private readonly Option<bool> all = Options.Flag("--all", "All of them, however many");

    public void AddTo(Command command)
    {
        // By what was typed: what is no number has no value to look at, and the parser refuses it afterwards.
        limit.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var count) && count < 1)
            {
                result.AddError("--limit must be 1 or more.");
            }
        });
        command.Options.Add(limit);
        command.Options.Add(all);
        command.Validators.Add(result =>
        {
            if (result.GetResult(limit) is { Implicit: false } && result.GetValue(all))
            {
                result.AddError("--limit and --all can't be given together.");
            }
        });
    }

    /// <summary>Prints as many as are wanted, and says when there are more.</summary>
    public async Task PrintAsync<T>(CommandContext context, IAsyncEnumerable<T> items, JsonTypeInfo<T> type, IReadOnlyList<Column<T>> columns, CancellationToken cancellationToken)
    {
        if (await context.Printer.ManyAsync(items, context.Get(all) ? null : context.Get(limit), type, columns, cancellationToken))
        {
            await context.Terminal.Error.WriteLineAsync($"There are more: pass --all, or a --limit above {context.Get(limit)}.");
        }
    }
}
