using Serverless.Cli.Output;
using Spectre.Console;

namespace Serverless.Cli.Transfer;

/// <summary>A progress bar on standard error, where somebody watches it.</summary>
internal static class Progress
{
    /// <param name="done">What is done before it starts.</param>
    /// <param name="total">Null when nobody knows.</param>
    /// <param name="run">Calls its argument with how much more is done.</param>
    public static Task RunAsync(Terminal terminal, string title, long done, long? total, Func<Action<long>, Task> run)
    {
        if (!terminal.IsWatched)
        {
            return run(_ => { });
        }

        return Consoles.Of(terminal.Error, isRedirected: false).Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn(), new SpinnerColumn())
            .StartAsync(async progress =>
            {
                var task = progress.AddTask(title, maxValue: total ?? double.MaxValue);
                (task.IsIndeterminate, task.Value) = (total is null, done);
                var sum = done;
                await run(more =>
                {
                    var now = Interlocked.Add(ref sum, more);
                    task.Value = now;
                    task.Description = total is null ? $"{title} {now:N0}" : $"{title} {now:N0} of {total:N0}";
                });
            });
    }
}
