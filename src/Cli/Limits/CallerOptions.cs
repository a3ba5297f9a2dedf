using System.CommandLine;
using Serverless.Cli.Commands;
using Serverless.Client;

namespace Serverless.Cli.Limits;

/// <summary>The options by which commands name the caller of a check.</summary>
internal sealed class CallerOptions
{
    private readonly Option<string> user = Options.Text("--user", "Name of the user");
    private readonly Option<string> key = Options.Text("--api-key-id", "Id of the caller's API key, not the key");
    private readonly Option<string> ip = Options.Text("--ip", "Address of the caller");
    private readonly Option<string[]> headers = Options.Pairs("--header", "Header of the request");
    private readonly Option<string> plan = Options.Text("--plan", "The caller's plan [default: that of the caller's record]");

    public CallerOptions AddTo(Command command)
    {
        foreach (var option in new Option[] { user, key, ip, headers, plan })
        {
            command.Add(option);
        }

        return this;
    }

    public RateLimitCaller Read(CommandContext context) => new()
    {
        User = context.Get(user),
        ApiKey = context.Get(key),
        Ip = context.Get(ip),
        Headers = Options.ReadPairs(context.Get(headers)),
        Plan = context.Get(plan),
    };
}
