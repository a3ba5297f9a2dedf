using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Core.Storage;
using Serverless.Functions.Requests;

namespace Serverless.Functions.Tests.Requests;

/// <summary>What the steps around every function do, whatever the function does.</summary>
public sealed class RequestStepsTests
{
    private static readonly Operation Open = new("test.open", null);

    private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddMetrics().BuildServiceProvider();

    [Fact]
    public async Task Run_in_their_order_around_the_function()
    {
        var trace = new List<string>();
        var pipeline = new RequestPipeline([new TracingStep("a", trace), new TracingStep("b", trace)]);
        await pipeline.RunAsync(Request(), Open, _ =>
        {
            trace.Add("function");
            return Task.FromResult(Results.Ok());
        });
        Assert.Equal(["a in", "b in", "function", "b out", "a out"], trace);
    }

    [Theory]
    [InlineData(typeof(StoreUnavailableException), 503, "unavailable")]
    [InlineData(typeof(WriteConflictException), 503, "unavailable")]
    [InlineData(typeof(InvalidOperationException), 500, "internal")]
    [InlineData(typeof(OperationCanceledException), 500, "internal")]
    public async Task Turn_an_exception_into_a_problem_document(Type exception, int status, string type)
    {
        var (answer, problem) = await FailAsync((Exception)Activator.CreateInstance(exception)!);
        Assert.Equal((status, $"urn:problem-type:serverless:{type}"), (answer.StatusCode, problem.GetProperty("type").GetString()));
        Assert.Equal(status == 503 ? "1" : "", answer.Headers.RetryAfter.ToString());
        Assert.Equal(("application/problem+json", "no-store"), (answer.ContentType, answer.Headers.CacheControl.ToString()));
        Assert.DoesNotContain(exception.Name, problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keep_the_status_of_a_request_that_could_not_be_read()
    {
        var (answer, _) = await FailAsync(new BadHttpRequestException("cut off", 408));
        Assert.Equal(408, answer.StatusCode);
    }

    [Fact]
    public async Task Do_not_call_it_a_failure_when_the_client_has_gone()
    {
        using var gone = new CancellationTokenSource();
        var request = Request();
        request.HttpContext.RequestAborted = gone.Token;
        await gone.CancelAsync();
        var result = await new RequestPipeline([new ProblemStep(NullLogger<ProblemStep>.Instance)])
            .RunAsync(request, Open, _ => throw new OperationCanceledException(gone.Token));
        Assert.Equal(499, Assert.IsAssignableFrom<IStatusCodeHttpResult>(result).StatusCode);
    }

    [Fact]
    public async Task Measure_each_operation_with_its_status()
    {
        var measured = new List<(double Seconds, KeyValuePair<string, object?>[] Tags)>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, published) =>
        {
            if (instrument.Meter.Name == MeasureStep.MeterName && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
            {
                published.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((_, value, tags, _) => measured.Add((value, tags.ToArray())));
        listener.Start();

        var pipeline = new RequestPipeline([new MeasureStep(services.GetRequiredService<IMeterFactory>(), TimeProvider.System), new ProblemStep(NullLogger<ProblemStep>.Instance)]);
        await pipeline.RunAsync(Request(), Open, _ => throw new StoreUnavailableException());
        var (_, tags) = Assert.Single(measured);
        Assert.Contains(new KeyValuePair<string, object?>("serverless.operation", "test.open"), tags);
        Assert.Contains(new KeyValuePair<string, object?>("http.response.status_code", 503), tags);
    }

    private async Task<(HttpResponse Answer, JsonElement Problem)> FailAsync(Exception exception)
    {
        var request = Request();
        var response = request.HttpContext.Response;
        response.Body = new MemoryStream();
        var result = await new RequestPipeline([new ProblemStep(NullLogger<ProblemStep>.Instance)]).RunAsync(request, Open, _ => throw exception);
        await result.ExecuteAsync(request.HttpContext);
        response.Body.Position = 0;
        using var document = await JsonDocument.ParseAsync(response.Body, cancellationToken: TestContext.Current.CancellationToken);
        return (response, document.RootElement.Clone());
    }

    private HttpRequest Request() => new DefaultHttpContext { RequestServices = services }.Request;

    private sealed class TracingStep(string name, List<string> trace) : IRequestStep
    {
        public async Task<IResult> InvokeAsync(RequestContext context, RequestHandler next)
        {
            trace.Add($"{name} in");
            var result = await next(context);
            trace.Add($"{name} out");
            return result;
        }
    }
}
