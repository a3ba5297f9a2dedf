using Serverless.Core.RateLimiting.Routing;
using Serverless.Core.RateLimiting.Rules;

namespace Serverless.Core.Tests.RateLimiting.Rules;

/// <summary>Which operation a request is.</summary>
public sealed class ApiRoutesTests
{
    private readonly ApiRoutes routes = Routes(
        new("rest", "*", "{*path}"),
        new("item", "GET", "orders/{id}"),
        new("change", "*", "orders/{id}"),
        new("mine", "GET", "orders/mine"),
        new("head", "HEAD", "orders/mine"),
        new("list", "GET", "orders"));

    [Theory]
    [InlineData("GET", "orders", "list")]
    [InlineData("GET", "orders/", "list")]
    [InlineData("GET", "orders/mine", "mine")]
    [InlineData("GET", "orders/7", "item")]
    [InlineData("PUT", "orders/7", "change")]
    [InlineData("PUT", "orders/mine", "change")]
    [InlineData("GET", "orders/7/lines", "rest")]
    [InlineData("GET", "", "rest")]
    [InlineData("GET", "a b/é%", "rest")]
    [InlineData("PROPFIND", "orders", "rest")]
    [InlineData("Shake", "orders", "rest")]
    public void Prefers_the_more_exact_route_and_method(string method, string path, string op) => Assert.Equal(op, routes.Find(method, path).Operation?.Op);

    [Theory]
    [InlineData("orders/mine", "head")]
    [InlineData("orders/7", "item")]
    [InlineData("orders", "list")]
    [InlineData("other", "rest")]
    public void Takes_a_head_for_its_get_before_any_less_exact_route(string path, string op) => Assert.Equal(op, routes.Find("HEAD", path).Operation?.Op);

    [Theory]
    [InlineData("get")]
    [InlineData("Get")]
    [InlineData("gET")]
    [InlineData("head")]
    [InlineData("Propfind")]
    [InlineData("query")]
    public void Refuses_a_method_that_differs_from_a_known_one_in_case_alone(string method) =>
        Assert.Equal(RouteMatch.Part.Method, routes.Find(method, "orders").Refused);

    [Theory]
    [InlineData("ORDERS")]
    [InlineData("orders/Mine")]
    [InlineData("orderſ")]
    [InlineData("orders/ｍine")]
    [InlineData("orders/mıne")]
    public void Refuses_a_path_that_servers_with_and_without_case_would_run_as_two_operations(string path) =>
        Assert.Equal(RouteMatch.Part.Path, routes.Find("GET", path).Refused);

    [Theory]
    [InlineData("ORDERS/ｓearch")]
    [InlineData("Orders/ſearch")]
    [InlineData("ｏrders/SEARCH")]
    [InlineData("ｏrders/ſearch")]
    [InlineData("ｏrders/７")]
    public void Refuses_a_path_that_a_server_runs_as_another_operation_by_case_and_look_alikes_together(string path) =>
        Assert.Equal(RouteMatch.Part.Path, Routes(new("item", "GET", "orders/{id}"), new("found", "*", "{a}/search"), new("one", "*", "{a}")).Find("GET", path).Refused);

    [Theory]
    [InlineData("orders/ｓearch", "item")]
    [InlineData("ORDERS/７", "item")]
    [InlineData("ｘ/ｙ", null)]
    public void Takes_look_alikes_where_every_server_runs_the_same(string path, string? op)
    {
        var match = Routes(new("item", "GET", "orders/{id}"), new("search", "POST", "orders/search")).Find("GET", path);
        Assert.Equal((op, null), (match.Operation?.Op, match.Refused));
    }

    [Theory]
    [InlineData("GET", "ORDERS", "list")]
    [InlineData("GET", "ORDERS/7", "item")]
    [InlineData("HEAD", "orders", "list")]
    [InlineData("POST", "orders", null)]
    [InlineData("GET", "", null)]
    [InlineData("GET", "orders/1/2", null)]
    public void Knows_only_what_the_api_names_and_matches_without_case_where_that_is_one_operation(string method, string path, string? op)
    {
        var match = Routes(new("list", "GET", "orders"), new("item", "GET", "orders/{id}")).Find(method, path);
        Assert.Equal((op, null), (match.Operation?.Op, match.Refused));
    }

    [Theory]
    [InlineData("/orders/mine", "mine")]
    [InlineData("/orders/mine?x=/orders/7", "mine")]
    [InlineData("/orders/ann%40example.com", "item")]
    [InlineData("/orders/%6Dine", null)]
    [InlineData("/order%73", null)]
    [InlineData("/orders/mine%3Bx", null)]
    [InlineData("orders", null)]
    public void Matches_a_target_as_servers_do_that_decode_it_and_that_do_not(string target, string? op) =>
        Assert.Equal(op, routes.FindByTarget("GET", target).Operation?.Op);

    [Theory]
    [InlineData(28, null)]
    [InlineData(29, "must have at most 28 segments.")]
    [InlineData(60, "must have at most 28 segments.")]
    public void Routes_have_a_limited_number_of_segments(int segments, string? reason) =>
        Assert.Equal(reason, ApiRoute.Refuse(string.Join('/', Enumerable.Repeat("a", segments))));

    private static ApiRoutes Routes(params ApiOperation[] operations) => new(StoredSamples.Api("api") with { Operations = operations });
}
