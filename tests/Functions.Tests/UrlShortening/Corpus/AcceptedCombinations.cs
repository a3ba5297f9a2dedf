namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Draws a part of each sort at random, so that awkward parts meet one another.</summary>
internal static class AcceptedCombinations
{
    private const int Seed = 4_711;
    private const int Count = 800;

    public static IEnumerable<CorpusUrl> All()
    {
        var random = new Random(Seed);
        for (var i = 0; i < Count; i++)
        {
            UrlPart[] parts =
            [
                Draw(random, UrlParts.Schemes), Draw(random, UrlParts.Hosts), Draw(random, UrlParts.Ports), Draw(random, UrlParts.Paths), Draw(random, UrlParts.Queries), Draw(random, UrlParts.Fragments),
            ];
            var kinds = parts.Select(part => part.Kind).Where(kind => kind.Length > 0).Distinct();
            yield return new CorpusUrl(string.Concat(parts.Select(part => part.Text)), true, string.Join(", ", kinds.DefaultIfEmpty("ordinary parts")));
        }
    }

    private static UrlPart Draw(Random random, UrlPart[] parts) => parts[random.Next(parts.Length)];
}
