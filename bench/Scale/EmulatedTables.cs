using System.Globalization;
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
    private const string Account = "devstoreaccount1";

    /// <summary>Every emulator's, which opens nothing else.</summary>
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string LinksTable = "Links";
    private const int InFlight = 32;

    private readonly ServerProcess process;
    private readonly TableServiceClient service;
    private readonly Counter counter = new();

    private EmulatedTables(ServerProcess process)
    {
        this.process = process;
        var options = new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(counter)) };
        service = new TableServiceClient(
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={process.Address}{Account}", options);
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

    /// <exception cref="BenchException">It does not start: <c>npm ci</c> in <c>tests/emulators</c> installs it.</exception>
    public static async Task<EmulatedTables> StartAsync()
    {
        var program = Path.Combine(Workspace.Sources, "..", "tests", "emulators", "node_modules", "azurite", "dist", "src", "azurite.js");
        string[] ports = [.. Enumerable.Range(0, 3).Select(_ => Workspace.FreePort().ToString(CultureInfo.InvariantCulture))];
        return new EmulatedTables(await ServerProcess.StartAsync(
            int.Parse(ports[0], CultureInfo.InvariantCulture),
            "node",
            [program, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence", "--tablePort", ports[0], "--queuePort", ports[1], "--blobPort", ports[2]]));
    }

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
        return process.DisposeAsync();
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
