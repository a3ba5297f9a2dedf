namespace Serverless.LocalHost.Sqlite;

/// <summary>A column that files of earlier versions lack.</summary>
/// <param name="Definition">Its type and constraints.</param>
/// <param name="Then">What makes earlier rows right; null for nothing.</param>
internal sealed record SqliteAddition(string Table, string Column, string Definition, string? Then = null)
{
    public string Statements => $"ALTER TABLE {Table} ADD COLUMN {Column} {Definition}; {Then};";

    public bool IsMissing(SqliteSession session) =>
        session.First("SELECT count(*) FROM pragma_table_info($table) WHERE name = $column", row => row.GetInt32(0), ("$table", Table), ("$column", Column)) == 0;
}
