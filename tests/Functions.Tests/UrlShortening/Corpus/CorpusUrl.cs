namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>One URL of the corpus, with the verdict the shortener must reach and the reason it is here.</summary>
/// <param name="Url">What a client sends; stored byte for byte when accepted.</param>
/// <param name="Accepted">Whether it must be stored; otherwise it must be refused.</param>
/// <param name="Why">The kind of awkwardness, or for a refused URL what is wrong with it.</param>
public sealed record CorpusUrl(string Url, bool Accepted, string Why)
{
    internal static IEnumerable<CorpusUrl> Accept(string why, params IEnumerable<string> urls) => urls.Select(url => new CorpusUrl(url, true, why));

    internal static IEnumerable<CorpusUrl> Refuse(string why, params IEnumerable<string> urls) => urls.Select(url => new CorpusUrl(url, false, why));
}
