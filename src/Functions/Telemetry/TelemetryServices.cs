using System.Globalization;
using Azure.Core;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Serverless.Functions.Telemetry;

/// <summary>Sends what the application measures, traces and logs to where the configuration says; where it says nothing, nothing listens and nothing costs.</summary>
public static class TelemetryServices
{
    /// <summary>Names an Application Insights resource, which is entered with this app's identity.</summary>
    public const string ApplicationInsights = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>Names an OpenTelemetry collector; the specification's other variables <c>OTEL_…</c> apply.</summary>
    public const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>How traces are chosen, as the specification names it; nothing stands for <see cref="ParentBasedShare"/>.</summary>
    public const string TracesSampler = "OTEL_TRACES_SAMPLER";

    /// <summary>Share of traces that are kept, from 0 to 1; nothing stands for all.</summary>
    public const string TracesSamplerShare = "OTEL_TRACES_SAMPLER_ARG";

    private const string ParentBasedShare = "parentbased_traceidratio";
    private const string OwnNames = "Serverless.*";
    private const string ServerSpans = "Microsoft.AspNetCore";

    /// <returns>Null when the configuration names no destination.</returns>
    /// <exception cref="OptionsValidationException">The share of traces is none.</exception>
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
            .WithTracing(tracing => Sample(tracing.AddSource(OwnNames, ServerSpans), configuration, toInsights))
            .WithLogging();
        telemetry = toCollector ? telemetry.UseOtlpExporter() : telemetry;
        return toInsights ? telemetry.UseApplicationInsights(services, insights!) : telemetry;
    }

    // Application Insights has samplers of its own, and what else is named the SDK makes itself.
    private static TracerProviderBuilder Sample(TracerProviderBuilder tracing, IConfiguration configuration, bool toInsights) =>
        toInsights || configuration[TracesSampler] is not (null or "" or ParentBasedShare)
            ? tracing
            : tracing.SetSampler(new ParentBasedSampler(new RequestSampler(Share(configuration[TracesSamplerShare]))));

    private static double Share(string? text) => string.IsNullOrWhiteSpace(text) ? 1
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1 ? share
        : throw new OptionsValidationException(TracesSamplerShare, typeof(double), [$"{TracesSamplerShare} must be a number from 0 to 1, not '{text}'."]);

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
