namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class PathTests
{
    [Theory]
    [InlineData("/abc/", "GET key=abc")]
    [InlineData("/api/items/a/", "name=a part=null")]
    [InlineData("/API/iTEMS/Ab", "name=Ab part=null")]
    [InlineData("/a%2Fb", "GET key=a%2Fb")]
    [InlineData("/a%20b%3Fc", "GET key=a b?c")]
    [InlineData("/a%2Bb+c", "GET key=a+b+c")]
    [InlineData("/%61bc", "GET key=abc")]
    [InlineData("/x/./y/../../abc", "GET key=abc")]
    [InlineData("/x/%2e%2e/abc", "GET key=abc")]
    [InlineData("/api/../abc", "GET key=abc")]
    [InlineData("/../../abc", "GET key=abc")]
    [InlineData("/abc?x=//", "GET key=abc")]
    [InlineData("/gateway/orders/a%2Fb/c%20d", "GET orders a%2Fb/c d")]
    [InlineData("/gateway/orders", "GET orders null")]
    [InlineData("/", "GET root=")]
    public async Task Routes_the_path_decoded_and_resolved(string target, string expected)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(expected, (await server.GetAsync(target)).Body);
    }

    [Theory]
    [InlineData("//")]
    [InlineData("//abc")]
    [InlineData("/abc//")]
    public async Task Answers_404_with_an_empty_body_to_an_empty_segment(string target)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        var answer = await server.GetAsync(target);

        Assert.Equal((404, ""), (answer.Status, answer.Body));
    }

    [Theory]
    [InlineData("/gateway/orders//a")]
    [InlineData("/gateway//orders")]
    [InlineData("//gateway/orders")]
    [InlineData("/gateway/orders/../other/a")]
    [InlineData("/gateway/orders/%2e%2E/other/a")]
    [InlineData("/gateway/orders/./a")]
    [InlineData("/gateway/../abc")]
    [InlineData("/x/../gateway/orders/a")]
    [InlineData("/%67ateway/orders/../a")]
    public async Task Answers_400_to_a_target_of_the_gateway_that_it_would_mend(string target)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(400, (await server.GetAsync(target)).Status);
    }

    [Fact]
    public async Task Answers_400_to_a_null_character()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(400, (await server.GetAsync("/a%00b")).Status);
    }

    [Fact]
    public async Task Answers_414_to_a_request_line_over_8_KB()
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(200, (await server.GetAsync("/" + new string('a', 8_000))).Status);
        Assert.Equal(414, (await server.GetAsync("/" + new string('a', 8_192))).Status);
    }
}
