using System.Text.Json;
using Serverless.Functions.RateLimiting.Checking;
using Serverless.Functions.Requests;
using Serverless.Functions.Tests.Description.Generator;

namespace Serverless.Functions.Tests.RateLimiting;

public sealed class QuotaExceededTests
{
    [Fact]
    public void Is_a_problem_document_with_the_rules_that_denied_and_the_fields_of_the_decision()
    {
        var sample = ProblemSamples.All.Single(problem => problem.Type == QuotaExceeded.Type);
        Assert.Equal(
            """{"type":"https://iana.org/assignments/http-problem-types#quota-exceeded","title":"Request cannot be satisfied as assigned quota has been exceeded","status":429,"detail":"Wait for as long as 'Retry-After' says before the next request.","violated-policies":["shop-orders"],"allowed":false,"limit":60,"remaining":0,"retryAfter":"PT17S","resetAt":"2026-11-23T10:00:17Z","rule":"shop-orders","degraded":false}""",
            JsonSerializer.Serialize(sample, RequestsJson.Web.ProblemDetails));
    }
}
