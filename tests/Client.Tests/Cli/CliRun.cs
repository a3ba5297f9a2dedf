using Serverless.Cli;
using Serverless.Cli.Commands;
using Serverless.Cli.Output;

namespace Serverless.Client.Tests.Cli;

/// <summary>One run of the tool within this process.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static Task<CliRun> OfAsync(Uri service, string key, params string[] arguments) =>
        OfAsync(new Dictionary<string, string> { [ServiceOptions.UrlVariable] = service.AbsoluteUri, [ServiceOptions.KeyVariable] = key }, "", arguments);

    public static async Task<CliRun> OfAsync(IReadOnlyDictionary<string, string> variables, string input, params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var terminal = new Terminal { In = new StringReader(input), Out = output, Error = error, Variable = name => variables.GetValueOrDefault(name) };
        return new CliRun(await CliApp.RunAsync(arguments, terminal), output.ToString(), error.ToString());
    }
}
