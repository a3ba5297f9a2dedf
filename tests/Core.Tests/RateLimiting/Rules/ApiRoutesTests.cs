using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting.Rules;

/// <summary>Which operation a request is.</summary>
public sealed class ApiRoutesTests
{
    private readonly ApiRoutes routes = new(StoredSamples.Api("api") with
    {
        Operations =
        [
            new("rest", "*", "{*path}"),
            new("item", "GET", "orders/{id}"),
            new("change", "*", "orders/{id}"),
            new("mine", "GET", "orders/mine"),
            new("head", "HEAD", "orders/mine"),
            new("list", "GET", "orders"),
        ],
    });

    [Theory]
    [InlineData("GET", "orders", "list")]
    [InlineData("GET", "orders/", "list")]
    [InlineData("GET", "ORDERS", "list")]
    [InlineData("GET", "orders/mine", "mine")]
    [InlineData("HEAD", "orders/mine", "head")]
    [InlineData("HEAD", "orders", "rest")]
    [InlineData("GET", "orders/7", "item")]
    [InlineData("PUT", "orders/7", "change")]
    [InlineData("PUT", "orders/mine", "change")]
    [InlineData("GET", "orders/7/lines", "rest")]
    [InlineData("GET", "", "rest")]
    [InlineData("GET", "a b/é?#%", "rest")]
    public void Prefers_the_more_exact_route_and_method(string method, string path, string op) => Assert.Equal(op, routes.Find(method, path)?.Op);

    [Theory]
    [InlineData("HEAD", "orders", "list")]
    [InlineData("POST", "orders", null)]
    [InlineData("GET", "", null)]
    [InlineData("GET", "orders/1", null)]
    [InlineData("get", "orders", null)]
    public void Knows_only_what_the_api_names_and_takes_a_head_for_its_get(string method, string path, string? op) =>
        Assert.Equal(op, new ApiRoutes(StoredSamples.Api("api") with { Operations = [new("list", "GET", "orders")] }).Find(method, path)?.Op);
}
