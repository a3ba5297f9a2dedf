using Microsoft.Data.Sqlite;

namespace Serverless.LocalHost.Sqlite;

/// <summary>Reads columns that hold more than SQLite's own types: times are kept as UTC ticks, lists of words with spaces between.</summary>
internal static class SqliteColumns
{
    private const char Space = ' ';

    public static DateTimeOffset GetTime(this SqliteDataReader row, int column) => new(row.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? GetTimeOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetTime(column);

    public static string[] GetWords(this SqliteDataReader row, int column) =>
        row.GetString(column).Split(Space, StringSplitOptions.RemoveEmptyEntries);

    public static string FromWords<T>(IEnumerable<T> words) => string.Join(Space, words);
}
