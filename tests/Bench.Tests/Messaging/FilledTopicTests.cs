using Serverless.Bench.Messaging;

namespace Serverless.Bench.Tests.Messaging;

/// <summary>What is measured in this process stands on services that are put together here, and nowhere else.</summary>
public sealed class FilledTopicTests
{
    [Fact]
    public async Task Has_the_services_that_the_cost_of_subscriptions_is_measured_with()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            await using var filled = await FilledTopic.CreateAsync(folder.FullName, subscriptions: 2);
            Assert.Equal(2, filled.Subscriptions.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
