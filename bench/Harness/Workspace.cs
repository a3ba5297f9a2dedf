using System.Net;
using System.Net.Sockets;

namespace Serverless.Bench.Harness;

/// <summary>A folder of a run's own, free ports, and where the repository lies.</summary>
public sealed class Workspace : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-bench-");

    /// <summary>The folder of the sources of this project.</summary>
    public static string Sources { get; } = FindSources();

    /// <summary>A new folder.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(folder.FullName, $"{name}-{Guid.NewGuid():n}")).FullName;

    /// <summary>A port of the loopback address that nobody listens on.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string FindSources()
    {
        for (var parent = new DirectoryInfo(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            if (File.Exists(Path.Combine(parent.FullName, "Serverless.sln")))
            {
                return Path.Combine(parent.FullName, "bench");
            }
        }

        throw new BenchException("Serverless.sln is in no folder above the program.");
    }
}
