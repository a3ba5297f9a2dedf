using System.Globalization;
using Serverless.Bench.Harness;

namespace Serverless.Bench.Messaging;

/// <summary>Publishers of LocalHost by <c>wrk</c>, which takes less of the processors than any client written in .NET.</summary>
/// <param name="batch">Messages in a request.</param>
public sealed class WrkPublishLoad(LocalHostServer app, int batch) : IContender
{
    private const string Script = "Messaging/publish.lua";

    private readonly WrkLoad load = new(
        "Serverless, wrk", app.Address, Script,
        [$"/api/topics/{BenchMessages.Topic}/publish", LocalHostServer.AdminKey, Text(batch), Text(BenchMessages.Bytes)]);

    public string Name => load.Name;

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var sample = await load.MeasureAsync(duration);
        return sample with { PerSecond = sample.PerSecond * batch };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
