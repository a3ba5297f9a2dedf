using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;
using Serverless.Client;

namespace Serverless.Cli.Access;

/// <summary><c>slctl audit</c>.</summary>
internal static class AuditCommand
{
    public static Command Create(CommandRunner runner)
    {
        var limit = new ListLimit();
        var command = new Command("audit", "Lists who changed what in the last 30 days, newest first; needs the operator's key");
        limit.AddTo(command);
        runner.Set(command, (context, token) => limit.PrintAsync(context, context.Client.Audit.ListAsync(token), AuditJson.Web.AuditEntry, Columns.Audit, token));
        return command;
    }
}
