namespace Serverless.Bench.UrlShortening;

/// <summary>Keys that are followed, and the file that lists them, one a line.</summary>
public sealed record KeyFile(string Path, IReadOnlyList<string> Keys)
{
    public static async Task<KeyFile> WriteAsync(string folder, string name, IEnumerable<string> keys)
    {
        var file = new KeyFile(System.IO.Path.Combine(folder, name), [.. keys]);
        await File.WriteAllLinesAsync(file.Path, file.Keys);
        return file;
    }
}
