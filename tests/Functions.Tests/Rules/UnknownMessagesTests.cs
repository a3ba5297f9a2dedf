using Microsoft.Extensions.DependencyInjection;
using Serverless.Core.Storage;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.LocalHost.Triggers;
using Serverless.LocalHost.Hosting;

namespace Serverless.Functions.Tests.Rules;

/// <summary>A message that is none of ours is logged by its beginning, in every queue, and taken for done.</summary>
public sealed class UnknownMessagesTests
{
    public static TheoryData<string> Queues =>
        [.. FunctionDeclaration.All.Where(function => function.Trigger == "queue").Select(function => function.Listens).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Queues))]
    public async Task Garbage_fills_no_log(string queue)
    {
        var logs = new RecordedLogs();
        using var folder = new TempFolder();
        await using var cluster = await LocalCluster.StartAsync((_, services) => services.AddLogging(logs.Record), "--port", "0", "--data", folder.Path);
        var garbage = "garbage-" + new string('x', 40_000);
        await cluster.Services[0].GetRequiredService<IWorkQueue>().SendAsync(queue, garbage, TimeSpan.Zero, TestContext.Current.CancellationToken);
        string line;
        do
        {
            line = await logs.Lines.NextAsync();
        }
        while (!line.Contains("garbage-", StringComparison.Ordinal));

        Assert.InRange(line.Length, 1, 1000);
    }
}
