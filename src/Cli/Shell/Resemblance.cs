namespace Serverless.Cli.Shell;

/// <summary>Finds what was probably meant by a mistyped word.</summary>
internal static class Resemblance
{
    /// <summary>The word that is closest; null when none is close.</summary>
    public static string? ClosestOf(IEnumerable<string> words, string typed) => words
        .Select(word => (Word: word, Distance: DistanceOf(word, typed)))
        .Where(found => found.Distance <= Math.Max(1, found.Word.TrimStart('-').Length / 3))
        .OrderBy(found => found.Distance)
        .Select(found => found.Word)
        .FirstOrDefault();

    /// <summary>How many letters were left out, added, changed, or swapped with the next (Damerau and Levenshtein, optimal string alignment).</summary>
    internal static int DistanceOf(string left, string right)
    {
        var distances = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                distances[i, j] = (i, j) switch
                {
                    (0, _) => j,
                    (_, 0) => i,
                    _ => Math.Min(
                        Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1,
                        distances[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1)),
                };
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
                }
            }
        }

        return distances[left.Length, right.Length];
    }
}
