using Serverless.Bench.Harness;
using Serverless.Bench.Messaging;
using Serverless.Bench.RateLimiting;
using Serverless.Bench.UrlShortening;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Bench.ColdStart;

/// <summary>A data folder with links, a rule and a topic, closed properly; each start gets a copy, so that none finds what another left.</summary>
internal sealed class PreparedData
{
    public const int Links = 1_000;

    private readonly string folder;

    private PreparedData(string folder, IReadOnlyList<string> keys) => (this.folder, Keys) = (folder, keys);

    public IReadOnlyList<string> Keys { get; }

    public static async Task<PreparedData> CreateAsync(Workspace workspace)
    {
        var (folder, keys) = (workspace.NewFolder("prepared"), BenchLinks.Keys(Links));
        await using (var app = await LocalHostServer.StartAsync(folder))
        {
            await BenchRules.CreateAsync(app, BenchRules.Plenty);
            using var topic = await app.Admin.PutAsJsonAsync($"/api/topics/{BenchMessages.Topic}", new { });
            topic.EnsureSuccessStatusCode();
        }

        // Closing it writes what is in the log to its place.
        await using var database = SqliteDatabase.Open(Path.Combine(folder, "serverless.db"));
        await BenchLinks.FillAsync(new SqliteLinkStore(database), keys, TimeProvider.System.GetUtcNow());
        return new PreparedData(folder, keys);
    }

    /// <summary>Copies the files, and returns where they are now.</summary>
    public string CopyTo(string target)
    {
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }
}
