using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;

namespace Serverless.Functions.Telemetry;

/// <summary>Sends what the application measures, traces and logs to where the configuration says; where it says nothing, nothing listens and nothing costs.</summary>
public static class TelemetryServices
{
    /// <summary>Names an Application Insights resource, which is entered with this app's identity.</summary>
    public const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Names an OpenTelemetry collector; the specification's other variables <c>OTEL_…</c> apply.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private const string OwnNames = "Serverless.*";
    private const string ServerSpans = "Microsoft.AspNetCore";

    /// <returns>Null when the configuration names no destination.</returns>
    public static IOpenTelemetryBuilder? AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var insights = configuration[ApplicationInsights];
        var toInsights = !string.IsNullOrWhiteSpace(insights);
        var toCollector = !string.IsNullOrWhiteSpace(configuration[Collector]);
        if (!toInsights && !toCollector)
        {
            return null;
        }

        IOpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics.AddMeter(OwnNames))
            .WithTracing(tracing => tracing.AddSource(OwnNames, ServerSpans))
            .WithLogging();
        telemetry = toCollector ? telemetry.UseOtlpExporter() : telemetry;
        return toInsights ? telemetry.UseApplicationInsights(services, insights!) : telemetry;
    }

    private static IOpenTelemetryBuilder UseApplicationInsights(this IOpenTelemetryBuilder telemetry, IServiceCollection services, string connection)
    {
        services.TryAddSingleton<TokenCredential>(_ => new DefaultAzureCredential());
        services.AddOptions<AzureMonitorExporterOptions>().Configure<TokenCredential>((options, identity) => options.Credential = identity);
        return telemetry.UseAzureMonitorExporter(options =>
        {
            options.ConnectionString = connection;
            // Each would be a second copy of what the host and the platform report.
            options.EnableLiveMetrics = false;
            options.EnableStandardMetrics = false;
            options.EnablePerformanceCounters = false;
        });
    }
}
