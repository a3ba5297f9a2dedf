using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Access;

/// <summary><c>slctl health</c>.</summary>
internal static class HealthCommand
{
    private const string Healthy = "healthy";

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("health", $"Shows whether the service can work, and with what; ends with {ExitCode.Failed} if anything is wrong");
        runner.Set(command, async (context, token) =>
        {
            var health = await context.Client.GetHealthAsync(token);
            if (context.Printer.AsJson)
            {
                context.Printer.Json(health, HealthJson.Web.ServiceHealth);
            }
            else
            {
                context.Printer.Line(health.Status);
                context.Printer.Some(health.Dependencies, HealthJson.Web.DependencyHealth, Columns.Dependencies);
            }

            return health.Status == Healthy ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
