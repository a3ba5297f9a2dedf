using Serverless.Cli.Output;

namespace Serverless.Cli.Transfer;

/// <summary>Knows what each column of a file says of a link. A column that nobody knows is refused: dropped in silence, it would be missed too late.</summary>
/// <param name="map">By field, the column that has it, as the command line says.</param>
/// <param name="ignored">Columns that the command line says to ignore.</param>
internal sealed class ColumnMap(LinkSource source, IReadOnlyDictionary<string, string> map, IReadOnlyCollection<string> ignored)
{
    private readonly Dictionary<string, string> mapped = map.ToDictionary(pair => LinkSource.Normalize(pair.Value), pair => pair.Key, StringComparer.Ordinal);
    private readonly HashSet<string> ignoredNames = [.. ignored.Select(LinkSource.Normalize)];
    private readonly HashSet<string> left = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the file is of this service's own kind, in whose lists a comma alone separates.</summary>
    public bool IsOwn => source == LinkSource.Csv;

    /// <summary>Columns that were there and are not imported, though nobody said so.</summary>
    public IReadOnlyCollection<string> Left => left;

    /// <exception cref="UsageException">There is no such field.</exception>
    public static ColumnMap Of(LinkSource source, IReadOnlyDictionary<string, string>? map, IReadOnlyCollection<string> ignored) =>
        map?.Keys.FirstOrDefault(field => !LinkField.All.Contains(field, StringComparer.Ordinal)) is { } unknown
            ? throw new UsageException($"--map {unknown}=...: a link has no such field. It has {string.Join(", ", LinkField.All)}.")
            : new ColumnMap(source, map ?? new Dictionary<string, string>(), ignored);

    /// <summary>Which field a column has; null for a column that is left out.</summary>
    /// <exception cref="UsageException">Nobody knows the column.</exception>
    public string? FieldOf(string column)
    {
        var name = LinkSource.Normalize(column);
        if (mapped.TryGetValue(name, out var field) || (!ignoredNames.Contains(name) && source.Columns.TryGetValue(name, out field)))
        {
            return map.ContainsKey(field) && !mapped.ContainsKey(name) ? Leave(column) : field;
        }

        return ignoredNames.Contains(name) ? null : source.Left.Contains(name) ? Leave(column) : throw new UsageException(
                $"Nobody knows what the column '{column}' means in a file of {source.Name}. Say which field it has by --map url={column} (or another of {string.Join(", ", LinkField.All)}), "
                + $"or leave it out by --ignore {column}. Is the file of another product? Then name it by --from.");
    }

    /// <summary>Demands of the columns of a file that they are known, and that one of them has the URLs.</summary>
    /// <exception cref="UsageException">They are not.</exception>
    public void Check(string file, IReadOnlyCollection<string> columns)
    {
        if (!columns.Select(FieldOf).ToArray().Contains(LinkField.Url))
        {
            throw new UsageException($"{file} has no column with the URLs: its first line names the columns. --map url=COLUMN says which it is.");
        }

        if (map.FirstOrDefault(pair => !columns.Any(column => LinkSource.Normalize(column) == LinkSource.Normalize(pair.Value))) is { Key: { } field, Value: var missing })
        {
            throw new UsageException($"--map {field}={missing}: {file} has no such column.");
        }
    }

    private string? Leave(string column)
    {
        left.Add(column);
        return null;
    }
}
