using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

public sealed class FailureTests
{
    private readonly Events<CancellationToken> started = new();

    [Theory]
    [InlineData("/api/throws")]
    [InlineData("/api/throws/later")]
    public async Task Answers_500_with_an_empty_body_and_logs_when_an_exception_escapes(string target)
    {
        await using var server = await StartAsync();

        var answer = await server.GetAsync(target);

        Assert.Equal((500, ""), (answer.Status, answer.Body));
        Assert.DoesNotContain("X-Half-Done", answer.Head, StringComparison.Ordinal);
        Assert.Equal($"GET {target} failed", await server.Logs.Lines.NextAsync());
    }

    [Fact]
    public async Task Cuts_the_connection_when_the_answer_has_begun()
    {
        await using var server = await StartAsync();

        await Assert.ThrowsAnyAsync<IOException>(() => server.GetAsync("/api/throws/too-late"));
        Assert.Equal("GET /api/throws/too-late failed", await server.Logs.Lines.NextAsync());
    }

    [Fact]
    public async Task Tells_the_function_at_once_when_the_client_goes_away_and_logs_no_failure()
    {
        await using var server = await StartAsync();
        var gone = new TaskCompletionSource();

        await using (var connection = await server.ConnectAsync())
        {
            await connection.WriteAsync(Encoding.ASCII.GetBytes("GET /api/waits HTTP/1.1\r\nHost: localhost\r\n\r\n"), TestContext.Current.CancellationToken);
            (await started.NextAsync()).Register(gone.SetResult);
        }

        await gone.Task.InTimeAsync();
        await server.GetAsync("/api/throws");
        Assert.Equal("GET /api/throws failed", await server.Logs.Lines.NextAsync());
    }

    [Fact]
    public async Task Answers_413_to_a_body_over_the_hosts_limit_whatever_the_workers_limit_is()
    {
        await using var server = await StartAsync();

        Assert.Equal(413, (await server.SendAsync("POST", "/api/reads", "Content-Length: 104857601\r\n")).Status);
    }

    private Task<FunctionsServer> StartAsync() => FunctionsServer.StartAsync(typeof(FailingFunctions), configure: services => services
        .AddSingleton(started)
        .Configure<KestrelServerOptions>(options => options.Limits.MaxRequestBodySize = null));
}
