using System.Diagnostics;
using OpenTelemetry.Trace;

namespace Serverless.Functions.Telemetry;

/// <summary>
/// Decides of a trace that begins here whether it is kept: a share of those that somebody asked for. A call that goes out without
/// any request behind it, such as the asking of a queue for work, is none. Meant as the root of a <see cref="ParentBasedSampler"/>.
/// </summary>
/// <param name="share">From 0 for no trace to 1 for every one.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="share"/> is no share.</exception>
internal sealed class RequestSampler(double share) : Sampler
{
    private readonly TraceIdRatioBasedSampler kept = new(share);

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => samplingParameters.Kind == ActivityKind.Client
        ? new SamplingResult(SamplingDecision.Drop)
        : kept.ShouldSample(samplingParameters);
}
