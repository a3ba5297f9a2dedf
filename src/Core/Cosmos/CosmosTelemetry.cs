using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Serverless.Core.Cosmos;

/// <summary>What an operator can see of Cosmos DB: what each operation was charged, and why one took long.</summary>
public sealed partial class CosmosTelemetry
{
    public const string MeterName = "Serverless.Cosmos";
    public const string RequestCharge = "serverless.cosmos.request_charge";

    /// <summary>Name of the event in the trace of whoever waited.</summary>
    public const string DiagnosticsEvent = "serverless.cosmos.diagnostics";

    /// <summary>The SDK tells of every attempt: what a collector takes is less.</summary>
    private const int MaxLength = 16_384;

    private readonly Histogram<double> charges;
    private readonly TimeSpan threshold;
    private readonly ILogger logger;

    public CosmosTelemetry(IMeterFactory meters, IOptions<CosmosTelemetryOptions> options, ILogger<CosmosTelemetry> logger)
    {
        threshold = options.Value.DiagnosticsThreshold;
        this.logger = logger;
        charges = meters.Create(MeterName).CreateHistogram<double>(
            RequestCharge, "{request_unit}", "Request units that Cosmos DB charged for an operation, by operation and container; what is refused is charged too.");
    }

    /// <summary>Counts what was answered, and keeps the SDK's account of it if it took long.</summary>
    public void Record(string operation, string container, double charge, CosmosDiagnostics diagnostics)
    {
        charges.Record(charge, new("operation", operation), new("container", container));
        Explain(operation, container, diagnostics);
    }

    /// <summary>Keeps the SDK's account of what took long, answered or not.</summary>
    public void Explain(string operation, string container, CosmosDiagnostics diagnostics)
    {
        var elapsed = diagnostics.GetClientElapsedTime();
        if (elapsed < threshold)
        {
            return;
        }

        var text = diagnostics.ToString();
        text = text.Length > MaxLength ? text[..MaxLength] : text;
        Activity.Current?.AddEvent(new ActivityEvent(DiagnosticsEvent, tags: new ActivityTagsCollection
        {
            ["operation"] = operation,
            ["container"] = container,
            ["diagnostics"] = text,
        }));
        LogSlow(logger, operation, container, elapsed, text);
    }

    [LoggerMessage(LogLevel.Warning, "Cosmos DB took {Elapsed} for a {Operation} of {Container}: {Diagnostics}")]
    private static partial void LogSlow(ILogger logger, string operation, string container, TimeSpan elapsed, string diagnostics);
}

/// <summary>What of Cosmos DB is told.</summary>
public sealed partial class CosmosTelemetryOptions
{
    /// <summary>How long an operation may take, with what the SDK repeats, before its diagnostics are kept; 0 for all, up to a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00", ErrorMessage = "Cosmos:DiagnosticsThreshold is not from 00:00:00 to 00:01:00.")]
    public TimeSpan DiagnosticsThreshold { get; set; } = TimeSpan.FromSeconds(1);

    [OptionsValidator]
    internal sealed partial class Validator : IValidateOptions<CosmosTelemetryOptions>;
}
