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
        var (store, documents) = (new SqliteDocumentStore(temp.Database), SampleUnreadable.With(this));
        foreach (var id in new[] { "a", "b", "c", "d", "e" })
        {
            Assert.True(await store.AddAsync(StoredSamples.Rule(id)));
        }

        await BreakAsync("rate_limit_rules", "a", "no JSON");
        await BreakAsync("rate_limit_rules", "b", DocumentTypes.Rule.Write(StoredSamples.Rule("b") with { Requests = 0 }));
        await BreakAsync("rate_limit_rules", "d", """{"id":"d"}""");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(["c", "e"], (await documents.ListAsync(DocumentTypes.Rule, store, null, null, 2, Cancel)).Select(rule => rule.Id));
            Assert.Equal(["c", "e"], (await documents.ListAsync(DocumentTypes.Rule, store, null, null, 10, Cancel)).Select(rule => rule.Id));
        }

        Assert.Equal([LogLevel.Error, LogLevel.Error, LogLevel.Error], logged);
    }

    [Fact]
    public async Task An_api_with_a_route_that_cannot_be_matched_is_left_out()
    {
        var store = new SqliteDocumentStore(temp.Database);
        Assert.True(await store.TryAddAsync(DocumentKind.Api, "a", null, DocumentTypes.Api.Write(StoredSamples.Api("a")), Cancel));
        Assert.True(await store.TryAddAsync(DocumentKind.Api, "b", null, DocumentTypes.Api.Write(StoredSamples.Api("b")), Cancel));
        await BreakAsync("rate_limit_apis", "a", """{"name":"a","operations":[{"op":"x","method":"GET","route":"{"}],"revision":"1"}""");
        Assert.Equal("b", Assert.Single(await SampleUnreadable.With(this).ListAsync(DocumentTypes.Api, store, null, null, 10, Cancel)).Name);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => logged.Add(logLevel);

    public ValueTask DisposeAsync() => temp.DisposeAsync();

    private Task<int> BreakAsync(string table, string name, string text) => temp.Database.WriteAsync(
        session => session.Execute($"UPDATE {table} SET document = $text WHERE name = $name", ("$text", text), ("$name", name)), Cancel);
}
