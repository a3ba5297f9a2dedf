using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenTelemetry.Trace;
using Serverless.Functions.Telemetry;

namespace Serverless.Functions.Tests.Telemetry;

/// <summary>Which traces are sent to a collector.</summary>
public sealed class TraceSamplingTests
{
    private const int Many = 2000;

    private static readonly ActivityContext KeptParent = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
    private static readonly ActivityContext DroppedParent = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None, isRemote: true);

    [Fact]
    public void Every_request_is_kept_unless_a_share_is_named() => Assert.Equal(Many, Kept(null, ActivityKind.Server));

    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("0.1", 100, 300)]
    [InlineData("1", Many, Many)]
    public void A_share_of_the_requests_is_kept(string share, int fewest, int most) => Assert.InRange(Kept(share, ActivityKind.Server), fewest, most);

    /// <summary>The asking of a queue for work goes on day and night, and nobody waits for it.</summary>
    [Fact]
    public void A_call_with_no_request_behind_it_is_no_trace() => Assert.Equal(0, Kept("1", ActivityKind.Client));

    [Theory]
    [InlineData(ActivityKind.Client)]
    [InlineData(ActivityKind.Server)]
    [InlineData(ActivityKind.Producer)]
    public void What_belongs_to_a_trace_is_kept_as_the_trace_is(ActivityKind kind)
    {
        Assert.Equal(Many, Kept("0", kind, KeptParent));
        Assert.Equal(0, Kept("1", kind, DroppedParent));
    }

    [Theory]
    [InlineData("always_off", 0)]
    [InlineData("always_on", Many)]
    [InlineData("parentbased_always_off", 0)]
    public void Another_sampler_of_the_specification_is_taken_when_it_is_named(string sampler, int kept) =>
        Assert.Equal(kept, Kept("1", ActivityKind.Server, default, (TelemetryServices.TracesSampler, sampler)));

    [Fact]
    public void The_samplers_own_name_means_the_same() =>
        Assert.Equal(0, Kept("1", ActivityKind.Client, default, (TelemetryServices.TracesSampler, "parentbased_traceidratio")));

    [Theory]
    [InlineData("-0.1")]
    [InlineData("1.1")]
    [InlineData("5%")]
    [InlineData("NaN")]
    public void What_is_no_share_ends_the_start(string share)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Kept(share, ActivityKind.Server));
        Assert.Contains(TelemetryServices.TracesSamplerShare, refusal.Message, StringComparison.Ordinal);
    }

    private static int Kept(string? share, ActivityKind kind, ActivityContext parent = default, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new(TelemetryServices.Collector, "http://127.0.0.1:9"),
            new(TelemetryServices.TracesSamplerShare, share),
            .. settings.Select(setting => new KeyValuePair<string, string?>(setting.Name, setting.Value)),
        ]).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration).AddLogging().AddMetrics();
        services.AddTelemetry(configuration);
        using var provider = services.BuildServiceProvider();
        using var tracing = provider.GetRequiredService<TracerProvider>();
        using var source = new ActivitySource("Serverless.Functions.Tests.Sampling");
        var kept = 0;
        for (var i = 0; i < Many; i++)
        {
            // Without this the activities of the loop would be each other's children.
            Activity.Current = null;
            using var activity = source.StartActivity("work", kind, parent);
            kept += activity is { Recorded: true } ? 1 : 0;
        }

        return kept;
    }
}
