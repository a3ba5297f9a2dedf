using System.Globalization;
using Serverless.Cli;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
using var terminal = Terminal.OfProcess();
return await CliApp.RunAsync(args, terminal);
