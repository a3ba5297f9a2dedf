using Microsoft.Extensions.Logging;
using Serverless.Core.RateLimiting.Rules;
using Serverless.Core.Tests.Sqlite;
using Serverless.LocalHost.RateLimiting;

namespace Serverless.Core.Tests.RateLimiting.Rules;

/// <summary>Stored rules and APIs that can't be read do not hide the others.</summary>
public sealed class UnreadableDocumentsTests : ILogger<UnreadableDocuments>, IAsyncDisposable
{
    private readonly TempDatabase temp = new();
    private readonly List<LogLevel> logged = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rules_that_cannot_be_read_are_left_out_logged_once_and_do_not_shorten_a_page()
    {
        var rules = new SqliteRuleStore(temp.Database, SampleUnreadable.With(this));
        foreach (var id in new[] { "a", "b", "c", "d", "e" })
        {
            Assert.True(await rules.TryAddAsync(StoredSamples.Rule(id), Cancel));
        }

        await BreakAsync("rate_limit_rules", "a", "no JSON");
        await BreakAsync("rate_limit_rules", "b", RuleText.Write(StoredSamples.Rule("b") with { Requests = 0 }));
        await BreakAsync("rate_limit_rules", "d", """{"id":"d"}""");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(["c", "e"], (await rules.ListAsync(null, null, 2, Cancel)).Select(rule => rule.Id));
            Assert.Equal(["c", "e"], (await rules.ListAsync(null, null, 10, Cancel)).Select(rule => rule.Id));
        }

        Assert.Equal([LogLevel.Error, LogLevel.Error, LogLevel.Error], logged);
    }

    [Fact]
    public async Task An_api_with_a_route_that_cannot_be_matched_is_left_out()
    {
        var apis = new SqliteApiStore(temp.Database, SampleUnreadable.With(this));
        Assert.True(await apis.TryAddAsync(StoredSamples.Api("a"), Cancel));
        Assert.True(await apis.TryAddAsync(StoredSamples.Api("b"), Cancel));
        await BreakAsync("rate_limit_apis", "a", """{"name":"a","operations":[{"op":"x","method":"GET","route":"{"}],"revision":"1"}""");
        Assert.Equal("b", Assert.Single(await apis.ListAsync(null, 10, Cancel)).Name);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logged.Add(logLevel);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    private Task<int> BreakAsync(string table, string name, string text) => temp.Database.WriteAsync(
        session => session.Execute($"UPDATE {table} SET document = $text WHERE name = $name", ("$text", text), ("$name", name)), Cancel);
}
