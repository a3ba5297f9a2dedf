using System.Globalization;
using Serverless.Bench.Harness;
using Serverless.Bench.Scale;

if (Found.All<IPeer>().FirstOrDefault(peer => peer.Name == args.FirstOrDefault()) is { } peer)
{
    await peer.ServeAsync(int.Parse(args[1], CultureInfo.InvariantCulture), args[2..]);
    return 0;
}

try
{
    await (args is [ScaleCommand.Name, .. var rest] ? ScaleCommand.RunAsync(rest, Console.Out) : BenchRun.RunAsync(BenchOptions.Parse(args), Console.Out));
    return 0;
}
catch (BenchException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
