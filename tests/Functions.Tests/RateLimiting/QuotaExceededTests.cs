using System.Text.Json;
using System.Text.Json.Nodes;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;
using Serverless.Functions.Tests.Description.Generator;

namespace Serverless.Functions.Tests.RateLimiting;

public sealed class QuotaExceededTests
{
    [Fact]
    public void Is_written_as_the_problem_document_that_it_stands_for()
    {
        var sample = ProblemSamples.All.Single(problem => problem.Type == QuotaExceeded.Type);
        var extensions = sample.Extensions;
        var answer = new DecisionResponse(
            (bool)extensions["allowed"]!, (long?)extensions["limit"], (long?)extensions["remaining"], (TimeSpan?)extensions["retryAfter"],
            (DateTimeOffset?)extensions["resetAt"], (string?)extensions["rule"], (bool?)extensions["degraded"]);
        var written = JsonSerializer.SerializeToNode(new QuotaExceeded(429, (string[])extensions["violated-policies"]!, answer), CheckingJson.Web.QuotaExceeded);
        Assert.True(JsonNode.DeepEquals(JsonSerializer.SerializeToNode(sample, RequestsJson.Web.ProblemDetails), written), written!.ToJsonString());
    }
}
