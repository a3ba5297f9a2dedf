using System.IO.Compression;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using Serverless.Core.Storage;
using Serverless.Functions.Telemetry;

namespace Serverless.Functions.Tests.Telemetry;

public sealed class TelemetryServicesTests
{
    private const string Connection =
        "InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint=https://ingestion.example/;LiveEndpoint=https://live.example/";

    [Fact]
    public void Without_a_destination_nothing_listens()
    {
        var services = new ServiceCollection();
        Assert.Null(services.AddTelemetry(Configure((TelemetryServices.Collector, " "))));
        Assert.Empty(services);
    }

    [Fact]
    public async Task Sends_the_applications_metrics_to_a_collector()
    {
        var received = new TaskCompletionSource<(string Path, string Body)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        await using var collector = builder.Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/metrics", async request => received.TrySetResult((request.Request.Path, await ReadAsync(request.Request.Body))));
        await collector.StartAsync(TestContext.Current.CancellationToken);

        await using var provider = Compose((TelemetryServices.Collector, collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")).BuildServiceProvider();
        RecordOne(provider);
        var (path, body) = await received.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("/v1/metrics", path);
        Assert.Contains(PoisonMessages.Counter, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_them_to_application_insights_with_the_identity_alone()
    {
        var ingestion = new Ingestion();
        var services = Compose((TelemetryServices.ApplicationInsights, Connection));
        services.AddSingleton<TokenCredential>(new FixedCredential());
        services.Configure<AzureMonitorExporterOptions>(options =>
        {
            options.Transport = new HttpClientTransport(ingestion);
            options.DisableOfflineStorage = true;
        });
        await using var provider = services.BuildServiceProvider();
        RecordOne(provider);
        var (authorization, address, body) = await ingestion.Received.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal("Bearer token-of-the-test", authorization);
        Assert.Equal("ingestion.example", address.Host);
        Assert.Contains(PoisonMessages.Counter, body, StringComparison.Ordinal);
    }

    private static void RecordOne(ServiceProvider provider)
    {
        var metrics = provider.GetRequiredService<MeterProvider>();
        provider.GetRequiredService<PoisonMessages>().Record("fan-out", "message");
        Assert.True(metrics.ForceFlush());
    }

    private static ServiceCollection Compose(params (string Name, string Value)[] settings)
    {
        var configuration = Configure(settings);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration).AddLogging().AddMetrics().AddSingleton<PoisonMessages>();
        Assert.NotNull(services.AddTelemetry(configuration));
        return services;
    }

    private static IConfigurationRoot Configure(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value)).Build();

    private static async Task<string> ReadAsync(Stream body)
    {
        using var reader = new StreamReader(body, Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private sealed class FixedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => new("token-of-the-test", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>Takes in what is sent to Application Insights.</summary>
    private sealed class Ingestion : HttpMessageHandler
    {
        public TaskCompletionSource<(string? Authorization, Uri Address, string Body)> Received { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => SendAsync(request, cancellationToken).GetAwaiter().GetResult();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var stream = await request.Content!.ReadAsStreamAsync(cancellationToken);
            var body = await ReadAsync(request.Content.Headers.ContentEncoding.Contains("gzip") ? new GZipStream(stream, CompressionMode.Decompress) : stream);
            Received.TrySetResult((request.Headers.Authorization?.ToString(), request.RequestUri!, body));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"itemsReceived":1,"itemsAccepted":1,"errors":[]}""") };
        }
    }
}
