using System.Globalization;
using Serverless.Cli;
using Serverless.Cli.Output;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
using var terminal = Terminal.OfProcess();
return await CliApp.RunAsync(args, terminal);
