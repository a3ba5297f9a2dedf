namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class RoutingTests
{
    [Theory]
    [InlineData("POST", "/abc")]
    [InlineData("OPTIONS", "/abc")]
    [InlineData("DELETE", "/api/items/a")]
    [InlineData("HEAD", "/api/items/a")]
    [InlineData("GET", "/api/unknown/path/of/many")]
    [InlineData("OPTIONS", "*")]
    public async Task Answers_404_with_an_empty_body_when_the_method_or_the_path_differs(string method, string target)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        var answer = await server.SendAsync(method, target);

        Assert.Equal(404, answer.Status);
        Assert.DoesNotContain("Content-Type:", answer.Head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Transfer-Encoding:", answer.Head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Allow:", answer.Head, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("", answer.Body);
    }

    /// <summary>The real host has a page of its own there, which is turned off.</summary>
    [Theory]
    [InlineData("HEAD")]
    [InlineData("POST")]
    [InlineData("OPTIONS")]
    public async Task Answers_204_at_the_root_where_no_function_takes_it(string method)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        var answer = await server.SendAsync(method, "/", "Content-Length: 0\r\n");

        Assert.Equal((204, ""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Answers_HEAD_where_it_is_declared()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(200, (await server.SendAsync("HEAD", "/abc")).Status);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("OPTIONS")]
    [InlineData("PROPFIND")]
    public async Task Answers_every_method_when_none_is_declared(string method)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal($"{method} orders a", (await server.SendAsync(method, "/gateway/orders/a")).Body);
    }

    [Fact]
    public async Task Routes_one_path_to_functions_by_method()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal("PUT a", (await server.SendAsync("PUT", "/api/items/a", "Content-Length: 0\r\n")).Body);
        Assert.Equal("name=a part=null", (await server.GetAsync("/api/items/a")).Body);
    }

    [Fact]
    public async Task Leaves_a_405_that_a_function_answers_alone()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        var answer = await server.GetAsync("/api/refused");

        Assert.Equal((405, "GET"), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Answers_an_empty_200_when_a_function_returns_null()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        var answer = await server.GetAsync("/api/nothing");

        Assert.Equal((200, ""), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task Puts_the_route_prefix_before_every_route()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions), routePrefix: "v1");

        Assert.Equal("GET key=abc", (await server.GetAsync("/v1/abc")).Body);
        Assert.Equal(404, (await server.GetAsync("/abc")).Status);
    }
}
