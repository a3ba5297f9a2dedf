using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Access;

/// <summary><c>slctl health</c>.</summary>
internal static class HealthCommand
{
    private const string Healthy = "healthy";
    private const string Unhealthy = "unhealthy";

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("health", $"Shows whether the service can work, and with what; ends with {ExitCode.Failed} if anything is wrong, with {ExitCode.Unauthorized} if it does not know the key");
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

            // Without a key that it knows, the service says no more than its status; when it is unhealthy, it may be unable to look the key up.
            if (health.Dependencies.Count == 0 && health.Status != Unhealthy && !string.IsNullOrWhiteSpace(ServiceOptions.KeyOf(context.Arguments, context.Terminal)))
            {
                return await context.FailAsync("The service does not know this key.", ExitCode.Unauthorized);
            }

            return health.Status == Healthy ? ExitCode.Ok : ExitCode.Failed;
        });
        return command;
    }
}
