using Serverless.Cli;
using Serverless.Cli.Output;

using var terminal = Terminal.OfProcess();
return await CliApp.RunAsync(args, terminal);
