using Serverless.Bench.Harness;
using Serverless.Bench.UrlShortening;
using Serverless.Core.UrlShortening.Links;
using Serverless.LocalHost.Sqlite;
using Serverless.LocalHost.UrlShortening;

namespace Serverless.Bench.Scale;

/// <summary>Links in LocalHost's database, and how many bytes of its file each takes with its indexes.</summary>
public sealed class FilledDatabase(Workspace workspace) : IContender
{
    private const int AtOnce = 2_000;
    private const int Time = 6;

    /// <summary>How full the pages of a tree are where keys come by chance: ln 2 (Yao, "On random 2-3 trees", 1978).</summary>
    private const double Fill = 0.69;

    private readonly IReadOnlyList<string> keys = BenchLinks.Keys(ManyLinks.Count);

    public string Name => "link in SQLite";

    /// <summary>The row, which is added at the end, and three trees by key, owner and expiry.</summary>
    private static double Predicted
    {
        get
        {
            var (key, nonce) = (ManyLinks.KeyLength, ManyLinks.NonceLength);
            var row = key + nonce + ManyLinks.UrlLength + ManyLinks.Owner.Length + (2 * Time) + 16;
            var byKey = key + 4 + 4;
            var byOwner = ManyLinks.Owner.Length + Time + key + nonce + 8;
            var byExpiry = 1 + 3 + Time + key + nonce + 9;
            return row + ((byKey + byOwner + byExpiry) / Fill);
        }
    }

    public async Task<Sample> MeasureAsync(TimeSpan duration)
    {
        var folder = workspace.NewFolder("sizes");
        var start = TimeProvider.System.GetTimestamp();
        TimeSpan elapsed;
        await using (var database = SqliteDatabase.Open(Path.Combine(folder, "links.db")))
        {
            var (links, now) = (new SqliteLinkStore(database), TimeProvider.System.GetUtcNow());
            foreach (var some in keys.Index().Chunk(AtOnce))
            {
                await Task.WhenAll(some.Select(item => links.TryAddAsync(new LinkRow.Live(ManyLinks.Link(item.Item, now.AddMilliseconds(item.Index))), CancellationToken.None)));
            }

            elapsed = TimeProvider.System.GetElapsedTime(start);
        }

        // Closing has taken the log into the file.
        var bytes = new DirectoryInfo(folder).EnumerateFiles("links.db*").Sum(file => file.Length);
        return MeasuredBytes.Of(bytes, keys.Count, Predicted, elapsed, keys.Count);
    }
}
