using System.Reflection;
using System.Text.Json;
using Serverless.Core.RateLimiting;
using Serverless.Functions.Requests;
using Serverless.Functions.Tests.Description.Generator;
using Serverless.Functions.Tests.Documents;
using Serverless.Functions.Tests.EndToEnd;
using Serverless.Functions.Tests.Rules;

namespace Serverless.Functions.Tests.Description;

/// <summary>The checked-in OpenAPI document says what the code says.</summary>
public sealed class OpenApiDocumentTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Is_what_the_functions_attributes_say()
    {
        var described = await ApiDescriptions.WriteAsync(TestContext.Current.CancellationToken);
        if (Environment.GetEnvironmentVariable(ApiDescriptions.Renew) is not null)
        {
            await File.WriteAllTextAsync(Repository.PathTo(ApiDescriptions.File), described, TestContext.Current.CancellationToken);
        }

        Assert.True(described == Repository.Read(ApiDescriptions.File), $"{ApiDescriptions.File} is out of date. Make it anew: {ApiDescriptions.Command}");
    }

    [Fact]
    public async Task Is_served_to_everybody_and_not_sent_again_unchanged()
    {
        using var client = app.Anonymous();
        using var first = await client.GetAsync("/api/openapi.json");
        using var conditional = new HttpRequestMessage(HttpMethod.Get, "/api/openapi.json") { Headers = { { "If-None-Match", first.Header("ETag") } } };
        using var second = await client.SendAsync(conditional);
        Assert.Equal((HttpStatusCode.OK, "application/json", "3.1.1"), (first.Status, first.ContentType, first.Text("openapi")));
        Assert.Equal(Repository.Read(ApiDescriptions.File), System.Text.Encoding.UTF8.GetString(first.Body));
        Assert.Equal(HttpStatusCode.NotModified, second.Status);
    }

    [Fact]
    public void Describes_every_http_function_in_each_of_its_methods()
    {
        var functions = FunctionMethods.All.Where(method => FunctionMethods.HttpOf(method) is not null).ToArray();
        Assert.Equal(functions.Sum(method => FunctionApiDescriptions.MethodsOf(FunctionMethods.HttpOf(method)!).Length), DescribedApi.Operations.Count);
        Assert.All(functions, method => Assert.Contains(DescribedApi.Operations, operation => operation.Id == FunctionMethods.NameOf(method)));
        Assert.Distinct(DescribedApi.Operations.Select(operation => operation.Id));
    }

    [Fact]
    public void Says_of_every_operation_what_it_does() => Assert.All(DescribedApi.Operations, operation =>
    {
        Assert.NotEmpty(operation.Json.GetProperty("summary").GetString()!);
        Assert.Single(operation.Json.GetProperty("tags").EnumerateArray());
        Assert.Contains(operation.Responses, response => response.Name is [>= '4', ..]);
    });

    [Fact]
    public void There_is_a_sample_of_every_problem_type() => Assert.Equal(
        Types().Select(ProblemTypes.UriOf).Order(StringComparer.Ordinal), ProblemSamples.All.Select(sample => sample.Type).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_problem_is_one_of_an_operation()
    {
        var used = DescribedApi.Root.GetProperty("components").GetProperty("responses").EnumerateObject().SelectMany(response => response.Name.Split("-or-"));
        Assert.Equal(Types().Order(StringComparer.Ordinal), used.Concat(InlineTypes()).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_words_of_a_rule_are_those_that_the_code_reads()
    {
        Assert.Equal(EnumNames.All<RateLimitUnit>().Split(", ").Order(), Words("timeUnit"));
        Assert.Equal(EnumNames.All<RateLimitAlgorithm>().Split(", ").Order(), Words("algorithm"));
        Assert.Equal(EnumNames.All<FailureMode>().Split(", ").Order(), Words("onFailure"));
        Assert.Equal(EnumNames.All<RuleMode>().Split(", ").Order(), Words("mode"));
    }

    private static IEnumerable<string> Types() =>
        typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    // A response that is an answer or a problem by its media type is described in its place.
    private static IEnumerable<string> InlineTypes() => DescribedApi.Operations
        .SelectMany(operation => operation.Responses)
        .Where(response => response.Value.TryGetProperty("content", out var content) && content.TryGetProperty("application/problem+json", out _))
        .SelectMany(response => response.Value.GetProperty("content").GetProperty("application/problem+json").GetProperty("examples").EnumerateObject())
        .Select(example => example.Name);

    private static IEnumerable<string> Words(string property) => DescribedApi.Root
        .GetProperty("components").GetProperty("schemas").GetProperty("RuleRequest").GetProperty("properties").GetProperty(property).GetProperty("enum")
        .EnumerateArray().Where(word => word.ValueKind == JsonValueKind.String).Select(word => word.GetString()!).Order();
}
