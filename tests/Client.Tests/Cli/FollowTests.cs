using Serverless.Cli.Commands;
using Serverless.Functions.Tests.EndToEnd;

namespace Serverless.Client.Tests.Cli;

public sealed class FollowTests(RunningApp app) : IClassFixture<RunningApp>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prints_messages_as_they_come_until_it_is_interrupted()
    {
        using var service = new TestClient(app.Address, app.AdminKey);
        await service.Client.Topics.PutAsync("followed", cancellationToken: Cancelled);
        await service.Client.Subscriptions.PutAsync("followed", "reader", new SubscriptionSettings { Delivery = Delivery.Pull }, Cancelled);
        using var tool = new CliProcess(app.Address, app.AdminKey, "pull", "followed", "reader", "--follow", "--json");
        await service.Client.Topics.PublishAsync("followed", [NewMessage.Of("one"), NewMessage.Of("two")], Cancelled);
        string[] lines = [await tool.NextLineAsync(), await tool.NextLineAsync()];
        tool.Interrupt();
        var run = await tool.EndAsync();
        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Contains("\"data\":\"one\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"data\":\"two\"", lines[1], StringComparison.Ordinal);
        // What was printed is acknowledged before the tool ends.
        Assert.Equal(0, (await service.Client.Subscriptions.FindStatsAsync("followed", "reader", Cancelled))!.Backlog);
    }
}
