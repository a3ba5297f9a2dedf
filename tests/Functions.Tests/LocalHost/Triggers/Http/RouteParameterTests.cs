namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class RouteParameterTests
{
    private const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

    [Theory]
    [InlineData("/api/typed/-7/9000000000/" + Id, "GET -7 9000000000 " + Id)]
    [InlineData("/api/items/a/b", "name=a part=b")]
    [InlineData("/api/items/a", "name=a part=null")]
    [InlineData("/api/optional/int/5", "GET 5")]
    [InlineData("/api/optional/int", "GET null")]
    [InlineData("/api/optional/long/5", "GET 5")]
    [InlineData("/api/optional/long", "GET null")]
    [InlineData("/api/optional/guid/" + Id, "GET " + Id)]
    [InlineData("/api/optional/guid", "GET null")]
    public async Task Gives_parameters_by_name_and_null_for_a_missing_one(string target, string expected)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(expected, (await server.GetAsync(target)).Body);
    }

    [Theory]
    [InlineData("/api/optional/int/x")]
    [InlineData("/api/optional/int/3000000000")]
    [InlineData("/api/optional/guid/5")]
    public async Task Answers_404_when_a_constraint_does_not_hold(string target)
    {
        await using var server = await FunctionsServer.StartAsync(typeof(EchoFunctions));

        Assert.Equal(404, (await server.GetAsync(target)).Status);
    }
}
