namespace Serverless.LocalHost.Sqlite;

/// <summary>A column that tables of earlier versions of the program lack.</summary>
/// <param name="Definition">Its type, and what rows have there that were written before.</param>
internal sealed record SqliteAddedColumn(string Table, string Name, string Definition)
{
    /// <summary>Adds it where it is missing.</summary>
    public void Add(SqliteSession session)
    {
        const string Find = "SELECT 1 FROM pragma_table_info($table) WHERE name = $name";
        if (session.First<long?>(Find, row => row.GetInt64(0), ("$table", Table), ("$name", Name)) is null)
        {
            session.Run($"ALTER TABLE {Table} ADD COLUMN {Name} {Definition}");
        }
    }
}
