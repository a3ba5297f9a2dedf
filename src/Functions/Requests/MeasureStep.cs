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

    public Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
    {
        if (!duration.Enabled)
        {
            return next(context);
        }

        var start = time.GetTimestamp();
        var answering = next(context);
        if (!answering.IsCompletedSuccessfully)
        {
            return AwaitAsync(context, answering, start);
        }

        Record(context, answering.Result, start);
        return answering;
    }

    private async Task<IResult> AwaitAsync(RequestContext context, Task<IResult> answering, long start)
    {
        var result = await answering;
        Record(context, result, start);
        return result;
    }

    private void Record(RequestContext context, IResult result, long start)
    {
        var status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
        duration.Record(
            time.GetElapsedTime(start).TotalSeconds,
            new KeyValuePair<string, object?>("serverless.operation", context.Operation.Name),
            new KeyValuePair<string, object?>("http.response.status_code", status));
    }
}
