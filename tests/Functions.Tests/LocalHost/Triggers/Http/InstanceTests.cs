using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class InstanceTests
{
    [Fact]
    public async Task Makes_an_instance_for_each_request_from_the_requests_services()
    {
        var seen = new Events<object>();
        await using var server = await FunctionsServer.StartAsync(typeof(ScopedFunctions), configure: services => services
            .AddSingleton(seen).AddScoped<ScopedFunctions.PerRequest>().AddKeyedSingleton("greeting", "hello"));

        Assert.Equal("hello", (await server.GetAsync("/api/scoped")).Body);
        Assert.Equal("hello", (await server.GetAsync("/api/scoped")).Body);
        Assert.Distinct(await seen.NextAsync(4));
    }
}
