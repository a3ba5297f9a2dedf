using Serverless.Bench.Harness;
using Serverless.LocalHost.Hosting;

namespace Serverless.Bench.ColdStart;

/// <summary>A program that can be started anew as often as is asked.</summary>
/// <param name="Name">Of its rows.</param>
/// <param name="Command">By the port to listen on and a new folder.</param>
/// <param name="Environment">What is added to the environment.</param>
internal sealed record StartedProgram(
    string Name, Func<int, string, IReadOnlyList<string>> Command, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>An environment in which code does not first count where it goes, to be compiled better later.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutProfile = new Dictionary<string, string> { ["DOTNET_TieredPGO"] = "0" };

    private static readonly Dictionary<string, string> Unchanged = [];

    public static StartedProgram Bare() => new(
        "bare Kestrel, one route",
        (port, _) => ["dotnet", typeof(BareRoutePeer).Assembly.Location, new BareRoutePeer().Name, Text(port)],
        Unchanged);

    /// <param name="folder">Whose copy each start gets as its data folder; null for an empty one.</param>
    /// <param name="program">Where LocalHost lies, a dll or an executable; null for the one that was built with this program.</param>
    /// <param name="environment">What is added to the environment; null for nothing.</param>
    public static StartedProgram LocalHost(string name, PreparedData? folder, string? program = null, IReadOnlyDictionary<string, string>? environment = null) => new(
        name,
        (port, data) => CommandOf(port, folder is null ? data : folder.CopyTo(data), program ?? typeof(LocalCluster).Assembly.Location, hasKey: folder is not null),
        environment ?? Unchanged);

    /// <param name="program">The Functions app's dll.</param>
    /// <param name="storage">Its storage account, which a start asks which link lies where.</param>
    /// <param name="environment">What is added to the environment; null for nothing.</param>
    public static StartedProgram Worker(string name, string program, Azurite storage, IReadOnlyDictionary<string, string>? environment = null) => new(
        name,
        (port, _) =>
        [
            "dotnet", program, "--functions-uri", $"http://127.0.0.1:{Text(port)}", "--functions-worker-id", "bench",
            "--functions-request-id", "bench", "--functions-grpc-max-message-length", "2147483647",
        ],
        new Dictionary<string, string>(environment ?? Unchanged) { ["AzureWebJobsStorage"] = storage.ConnectionString, ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated" });

    // With an empty folder the admin key is made, as it is for who starts LocalHost for the first time.
    private static IReadOnlyList<string> CommandOf(int port, string data, string program, bool hasKey) =>
    [
        .. program.EndsWith(".dll", StringComparison.Ordinal) ? (string[])["dotnet"] : [],
        program, "--urls", $"http://127.0.0.1:{Text(port)}", "--data", data,
        .. hasKey ? (string[])["--Access:AdminKey", LocalHostServer.AdminKey] : [],
    ];

    private static string Text(int port) => port.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
