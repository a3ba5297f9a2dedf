using Serverless.Core.Messaging.Pulling;
using Serverless.LocalHost.Triggers;

namespace Serverless.Functions.Tests.LocalHost.Triggers;

public sealed class HostSettingsTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void Reads_the_host_json_beside_the_binary()
    {
        var settings = HostSettings.Read();

        Assert.Equal("", settings.RoutePrefix);
        Assert.Equal(16, settings.Queues.BatchSize);
        Assert.Equal(8, settings.Queues.NewBatchThreshold);
        Assert.Equal(5, settings.Queues.MaxDequeueCount);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Queues.VisibilityTimeout);
        Assert.Equal(TimeSpan.FromSeconds(2), settings.Queues.MaxPollingInterval);
        Assert.Equal((500, 1000), (settings.Http.MaxConcurrentRequests, settings.Http.MaxOutstandingRequests));
        Assert.Equal(settings.Http.MaxConcurrentRequests / 5, new PullOptions().MaxWaiting);
    }

    [Fact]
    public void Takes_the_hosts_defaults_without_a_file()
    {
        Assert.Equal(new HostSettings("api", new QueueSettings()), HostSettings.Read(path));
    }

    [Theory]
    [InlineData("\"maxConcurrentRequests\": 0")]
    [InlineData("\"maxOutstandingRequests\": -2")]
    public void Refuses_numbers_of_requests_that_the_host_would_not_take(string setting)
    {
        Write($$"""{ "extensions": { "http": { {{setting}} } } }""");

        Assert.Throws<InvalidOperationException>(() => HostSettings.Read(path));
    }

    [Fact]
    public void Halves_the_batch_size_for_a_threshold_that_is_not_given()
    {
        Write("""{ "extensions": { "queues": { "batchSize": 6 } } }""");

        Assert.Equal(3, HostSettings.Read(path).Queues.NewBatchThreshold);
    }

    [Theory]
    [InlineData("\"batchSize\": 0")]
    [InlineData("\"batchSize\": 33")]
    [InlineData("\"newBatchThreshold\": -1")]
    [InlineData("\"maxDequeueCount\": 0")]
    [InlineData("\"visibilityTimeout\": \"-00:00:01\"")]
    [InlineData("\"maxPollingInterval\": \"00:00:00\"")]
    public void Refuses_queue_settings_out_of_range(string setting)
    {
        Write($$"""{ "extensions": { "queues": { {{setting}} } } }""");

        Assert.Throws<InvalidOperationException>(() => HostSettings.Read(path));
    }

    public void Dispose() => File.Delete(path);

    private void Write(string json) => File.WriteAllText(path, json);
}
