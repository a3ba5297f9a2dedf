using System.Globalization;
using Microsoft.Extensions.Options;
using Serverless.Core.Storage;
using Serverless.LocalHost.Hosting;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
if (args.Any(arg => arg is "--help" or "-h" or "-?" or "/?"))
{
    Console.WriteLine(Help.Text);
    return 0;
}

if (args is [HealthQuestion.Option, .. var where])
{
    return await HealthQuestion.AskAsync(where, Console.Out);
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
