using System.Globalization;

namespace Serverless.Bench.Harness;

/// <summary>An emulator of a storage account that keeps nothing on disk.</summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    /// <summary>Every emulator's, which opens nothing else.</summary>
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly ServerProcess process;

    private Azurite(ServerProcess process, string connectionString) => (this.process, ConnectionString) = (process, connectionString);

    public string ConnectionString { get; }

    /// <exception cref="BenchException">It does not start: <c>npm ci</c> in <c>tests/emulators</c> installs it.</exception>
    public static async Task<Azurite> StartAsync()
    {
        var program = Path.Combine(Workspace.Sources, "..", "tests", "emulators", "node_modules", "azurite", "dist", "src", "azurite.js");
        var (table, queue, blob) = (Workspace.FreePort(), Workspace.FreePort(), Workspace.FreePort());
        var process = await ServerProcess.StartAsync(
            table,
            "node",
            [program, "--silent", "--skipApiVersionCheck", "--disableTelemetry", "--inMemoryPersistence", "--tablePort", Text(table), "--queuePort", Text(queue), "--blobPort", Text(blob)]);
        return new Azurite(
            process,
            $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};TableEndpoint={Endpoint(table)};QueueEndpoint={Endpoint(queue)};BlobEndpoint={Endpoint(blob)}");
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string Endpoint(int port) => $"http://127.0.0.1:{Text(port)}/{Account}";

    private static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
