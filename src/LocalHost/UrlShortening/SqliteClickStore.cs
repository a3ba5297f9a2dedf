using System.Globalization;
using Microsoft.Data.Sqlite;
using Serverless.Core.UrlShortening.Clicks;
using Serverless.LocalHost.Sqlite;

namespace Serverless.LocalHost.UrlShortening;

/// <summary>Clicks in LocalHost's own database. A batch is one transaction, which also notes that its instance has sent it.</summary>
public sealed class SqliteClickStore(SqliteDatabase database) : IClickStore
{
    internal const string Schema = """
        CREATE TABLE IF NOT EXISTS clicks (
            key TEXT NOT NULL, nonce TEXT NOT NULL, day TEXT NOT NULL, referrers TEXT NOT NULL, PRIMARY KEY (key, nonce, day)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS click_batches (instance TEXT NOT NULL PRIMARY KEY, number INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private const string DayFormat = "O";

    public Task AddAsync(ClickBatch batch, CancellationToken cancellationToken) =>
        database.WriteAsync(session => TryAdd(session, batch), cancellationToken);

    public Task RemoveAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        const string Remove = "DELETE FROM clicks WHERE key = $key AND nonce = $nonce";
        return database.WriteAsync(session => session.Execute(Remove, ("$key", key), ("$nonce", nonce)), cancellationToken);
    }

    public Task<IReadOnlyList<DaySummary>> ListAsync(string key, string nonce, CancellationToken cancellationToken)
    {
        const string List = "SELECT day, referrers FROM clicks WHERE key = $key AND nonce = $nonce";
        return database.ReadAsync(session => session.All(List, Read, ("$key", key), ("$nonce", nonce)), cancellationToken);
    }

    private static bool TryAdd(SqliteSession session, ClickBatch batch)
    {
        const string Note = """
            INSERT INTO click_batches (instance, number) VALUES ($instance, $number)
            ON CONFLICT DO UPDATE SET number = excluded.number WHERE number < excluded.number
            """;
        if (session.Execute(Note, ("$instance", batch.Instance), ("$number", batch.Number)) == 0)
        {
            return false;
        }

        foreach (var row in batch.Clicks.GroupBy(count => (count.Slot.Key, count.Slot.Nonce, count.Slot.Day)))
        {
            Merge(session, row.Key.Key, row.Key.Nonce, row.Key.Day.ToString(DayFormat, CultureInfo.InvariantCulture), row);
        }

        return true;
    }

    private static void Merge(SqliteSession session, string key, string nonce, string day, IEnumerable<ClickCount> clicks)
    {
        const string Find = "SELECT referrers FROM clicks WHERE key = $key AND nonce = $nonce AND day = $day";
        const string Put = """
            INSERT INTO clicks (key, nonce, day, referrers) VALUES ($key, $nonce, $day, $referrers)
            ON CONFLICT DO UPDATE SET referrers = excluded.referrers
            """;
        var merged = ClickSummary.Parse(session.First(Find, row => row.GetString(0), ("$key", key), ("$nonce", nonce), ("$day", day)));
        merged.Add(clicks);
        session.Execute(Put, ("$key", key), ("$nonce", nonce), ("$day", day), ("$referrers", merged.ToString()));
    }

    private static DaySummary Read(SqliteDataReader row) =>
        new(DateOnly.ParseExact(row.GetString(0), DayFormat, CultureInfo.InvariantCulture), ClickSummary.Parse(row.GetString(1)));
}
