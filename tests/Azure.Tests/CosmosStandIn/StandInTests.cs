using System.Text;
using Microsoft.Azure.Cosmos;
using Microsoft.Extensions.Time.Testing;

namespace Serverless.Azure.Tests.CosmosStandIn;

/// <summary>What the stand-in does as the service would, asked by the service's SDK.</summary>
public sealed class StandInTests : IAsyncLifetime
{
    private static readonly PartitionKey Key = new("p");

    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly CosmosClient client;
    private readonly StandInHandler handler;
    private Container container = null!;

    public StandInTests()
    {
        handler = new StandInHandler(new StandInGateway(new Emulators.UnreliableNetwork(), time));
        client = new CosmosClient("https://stand-in.invalid/", "c3RhbmQtaW4=", new CosmosClientOptions
        {
            ConnectionMode = ConnectionMode.Gateway,
            HttpClientFactory = () => new HttpClient(handler, disposeHandler: false),
        });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Database database = await client.CreateDatabaseIfNotExistsAsync("d", cancellationToken: Cancel);
        var properties = new ContainerProperties("c", "/pk") { DefaultTimeToLive = -1 };
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/pk/?" });
        properties.IndexingPolicy.IncludedPaths.Add(new IncludedPath { Path = "/n/?" });
        properties.IndexingPolicy.ExcludedPaths.Add(new ExcludedPath { Path = "/*" });
        container = await database.CreateContainerIfNotExistsAsync(properties, cancellationToken: Cancel);
    }

    [Fact]
    public async Task Answers_a_second_create_with_409_and_a_stale_version_with_412()
    {
        var first = await CreateAsync("""{"id":"a","pk":"p"}""");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await CreateAsync("""{"id":"a","pk":"p"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ReplaceAsync(first.Headers.ETag)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await ReplaceAsync(first.Headers.ETag)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await container.DeleteItemStreamAsync("a", Key, new() { IfMatchEtag = first.Headers.ETag }, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await container.DeleteItemStreamAsync("a", Key, cancellationToken: Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await container.ReadItemStreamAsync("a", Key, cancellationToken: Cancel)).StatusCode);
    }

    [Fact]
    public async Task Does_nothing_of_a_batch_that_fails_and_says_which_operation_did()
    {
        await CreateAsync("""{"id":"b","pk":"p"}""");
        var minimal = new TransactionalBatchItemRequestOptions { EnableContentResponseOnWrite = false };
        using var failed = await container.CreateTransactionalBatch(Key)
            .CreateItemStream(Text("""{"id":"a","pk":"p"}"""), minimal)
            .CreateItemStream(Text("""{"id":"b","pk":"p"}"""), minimal)
            .CreateItemStream(Text("""{"id":"c","pk":"p"}"""), minimal)
            .ExecuteAsync(Cancel);
        Assert.Equal(
            [HttpStatusCode.FailedDependency, HttpStatusCode.Conflict, HttpStatusCode.FailedDependency], failed.Select(result => result.StatusCode));
        Assert.Equal(HttpStatusCode.Conflict, failed.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await container.ReadItemStreamAsync("a", Key, cancellationToken: Cancel)).StatusCode);
    }

    [Fact]
    public async Task Removes_what_has_expired()
    {
        await CreateAsync("""{"id":"a","pk":"p","ttl":10}""");
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(HttpStatusCode.OK, (await container.ReadItemStreamAsync("a", Key, cancellationToken: Cancel)).StatusCode);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.NotFound, (await container.ReadItemStreamAsync("a", Key, cancellationToken: Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("SELECT * FROM c WHERE c.pk = @pk AND c.other = 1", "not indexed")]
    [InlineData("SELECT * FROM c WHERE c.n = 1", "c.pk")]
    [InlineData("SELECT e.x FROM c JOIN e IN c.list WHERE c.pk = @pk AND e.y = 1", "not indexed")]
    [InlineData("SELECT * FROM c JOIN e IN c.list WHERE c.pk = @pk", "everything of a join")]
    [InlineData("SELECT e.x FROM c JOIN e IN c.list JOIN f IN c.list WHERE c.pk = @pk", "in place of WHERE")]
    [InlineData("SELECT * FROM c WHERE c.pk = @pk OFFSET 1 LIMIT 1", "clause OFFSET")]
    [InlineData("SELECT COUNT(1) FROM c WHERE c.pk = @pk", "does not know")]
    [InlineData("SELECT * FROM c WHERE c.pk = @pk AND c.n != 1", "sign")]
    [InlineData("SELECT * FROM c WHERE c.pk = @pk AND c.n LIKE 1", "LIKE")]
    [InlineData("SELECT * FROM c WHERE c.pk = @pk ORDER BY c.pk, c.n", "indexed together")]
    [InlineData("SELECT * FROM c WHERE c.pk = @pk ORDER BY c.n, c.pk", "an order other than")]
    public async Task Refuses_queries_that_it_does_not_know(string query, string reason)
    {
        await CreateAsync("""{"id":"a","pk":"p","n":1,"other":1}""");
        using var pages = container.GetItemQueryStreamIterator(
            new QueryDefinition(query).WithParameter("@pk", "p"), requestOptions: new QueryRequestOptions { PartitionKey = Key, EnableOptimisticDirectExecution = true });
        using var refused = await pages.ReadNextAsync(Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(reason, refused.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a%b")]
    [InlineData("a?b")]
    [InlineData("a#b")]
    public async Task Refuses_ids_that_make_trouble(string id) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await CreateAsync($$"""{"id":"{{id}}","pk":"p"}""")).StatusCode);

    [Fact]
    public async Task Refuses_what_the_project_does_not_use()
    {
        await CreateAsync("""{"id":"a","pk":"p"}""");
        using var patched = await container.PatchItemStreamAsync("a", Key, [PatchOperation.Set("/n", 1)], cancellationToken: Cancel);
        using var cached = await container.ReadItemStreamAsync("a", Key, new ItemRequestOptions { IfNoneMatchEtag = "x" }, Cancel);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (patched.StatusCode, cached.StatusCode));
        await Assert.ThrowsAsync<CosmosException>(() => client.GetDatabase("d").CreateContainerAsync(new ContainerProperties("h", ["/a", "/b"]), cancellationToken: Cancel));
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        handler.Dispose();
        await ValueTask.CompletedTask;
    }

    private static MemoryStream Text(string json) => new(Encoding.UTF8.GetBytes(json));

    private Task<ResponseMessage> CreateAsync(string json) => container.CreateItemStreamAsync(Text(json), Key, cancellationToken: Cancel);

    private Task<ResponseMessage> ReplaceAsync(string version) =>
        container.ReplaceItemStreamAsync(Text("""{"id":"a","pk":"p"}"""), "a", Key, new ItemRequestOptions { IfMatchEtag = version }, Cancel);
}
