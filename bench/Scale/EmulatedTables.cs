using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Serverless.Bench.Harness;
using Serverless.Bench.UrlShortening;
using Serverless.Core.Azure;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.Core.UrlShortening.Clicks.RollUp;
using Serverless.Core.UrlShortening.Links;

namespace Serverless.Bench.Scale;

/// <summary>The tables of an Azurite that keeps nothing on disk, and the requests that it is sent to read rows of links.</summary>
public sealed class EmulatedTables : IAsyncDisposable
{
    private const string LinksTable = "Links";
    private const int InFlight = 32;

    private readonly Azurite azurite;
    private readonly TableServiceClient service;
    private readonly Counter counter = new();

    private EmulatedTables(Azurite azurite)
    {
        this.azurite = azurite;
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(counter)) };
        service = new TableServiceClient(azurite.ConnectionString, options);
        var storage = new TableStorage(service);
        (Links, Clicks, ClickRows) = (new TableLinkStore(storage, TimeProvider.System), new TableClickStore(storage), new TableClickRows(storage));
    }

    public ILinkStore Links { get; }

    /// <summary>Where clicks go that are not gathered.</summary>
    public IClickStore Clicks { get; }

    /// <summary>Where they go that are.</summary>
    public IClickRows ClickRows { get; }

    /// <summary>How many rows of links it was asked for.</summary>
    public long Reads => counter.Reads;

    /// <summary>How many transactions it was sent, of one row or many.</summary>
    public long Transactions => counter.Transactions;

    /// <exception cref="BenchException">It does not start.</exception>
    public static async Task<EmulatedTables> StartAsync() => new(await Azurite.StartAsync());

    /// <summary>Stores a link for each key; of all but the first, which the app stores, the row alone: nobody lists them.</summary>
    public async Task FillAsync(IReadOnlyList<string> keys)
    {
        var now = TimeProvider.System.GetUtcNow();
        await Links.TryAddAsync(new LinkRow.Live(BenchLinks.Link(keys[0], 0, now)), CancellationToken.None);
        var table = service.GetTableClient(LinksTable);
        var columns = table.Query<TableEntity>().Single().Where(column => column.Key is not ("odata.etag" or "Timestamp")).ToDictionary();
        await Parallel.ForEachAsync(keys.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (key, token) =>
            await table.AddEntityAsync(new TableEntity(new Dictionary<string, object>(columns) { ["PartitionKey"] = key }), token));
    }

    public ValueTask DisposeAsync()
    {
        counter.Dispose();
        return azurite.DisposeAsync();
    }

    private sealed class Counter() : DelegatingHandler(new SocketsHttpHandler())
    {
        private long reads;
        private long transactions;

        public long Reads => Interlocked.Read(ref reads);

        public long Transactions => Interlocked.Read(ref transactions);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.Contains($"/{LinksTable}(", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref reads);
            }

            if (request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/$batch", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref transactions);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}
