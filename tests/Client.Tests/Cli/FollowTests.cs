using Serverless.Cli;
using Serverless.Client.Messaging;
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
        while ((await service.Client.Subscriptions.FindStatsAsync("followed", "reader", Cancelled))!.Backlog > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancelled);
        }

        tool.Interrupt();
        var run = await tool.EndAsync();
        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        var lines = run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("\"data\":\"one\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"data\":\"two\"", lines[1], StringComparison.Ordinal);
    }
}
