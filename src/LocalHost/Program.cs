using Microsoft.Extensions.Options;
using Serverless.Core.Storage;
using Serverless.LocalHost.Hosting;

if (args.Any(arg => arg is "--help" or "-h" or "-?" or "/?"))
{
    Console.WriteLine(Help.Text);
    return 0;
}

try
{
    await using var cluster = await LocalCluster.StartAsync(args);
    Banner.Write(Console.Out, cluster);
    await cluster.WaitForShutdownAsync();
    return 0;
}
catch (Exception exception) when (exception is SettingsException or OptionsValidationException or StoreUnavailableException or InvalidDataException)
{
    Console.Error.WriteLine($"Serverless can't start: {exception.Message}");
    return 1;
}
