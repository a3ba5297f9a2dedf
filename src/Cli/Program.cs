using Serverless.Cli;

using var surroundings = Surroundings.OfProcess();
return await CliApp.RunAsync(args, surroundings);
