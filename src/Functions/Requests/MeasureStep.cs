using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;

namespace Serverless.Functions.Requests;

/// <summary>Measures how long each operation takes and how it ends.</summary>
public sealed class MeasureStep : IRequestStep
{
    public const string MeterName = "Serverless.Requests";

    private readonly TimeProvider time;
    private readonly Histogram<double> duration;

    public MeasureStep(IMeterFactory meters, TimeProvider time)
    {
        this.time = time;
        duration = meters.Create(MeterName).CreateHistogram<double>(
            "serverless.request.duration", "s", "Time from entering a function to its answer, which may still have to be written.");
    }

    public async Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        var start = time.GetTimestamp();
        var result = await next(context);
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        duration.Record(
            time.GetElapsedTime(start).TotalSeconds,
            new KeyValuePair<string, object?>("serverless.operation", context.Operation.Name),
            new KeyValuePair<string, object?>("http.response.status_code", status));
        return result;
    }
}
