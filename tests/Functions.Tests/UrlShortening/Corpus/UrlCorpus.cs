namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>Thousands of awkward URLs, the same at every run: hand-written ones first, then those made from parts with fixed seeds.</summary>
public static class UrlCorpus
{
    private static readonly Lazy<IReadOnlyList<CorpusUrl>> LazyAccepted = new(BuildAccepted);
    private static readonly Lazy<IReadOnlyList<CorpusUrl>> LazyRefused = new(BuildRefused);

    /// <summary>URLs that must be stored and handed back byte for byte; distinct, the hand-written ones first.</summary>
    public static IReadOnlyList<CorpusUrl> Accepted => LazyAccepted.Value;

    /// <summary>URLs that must be refused; distinct, the hand-written ones first.</summary>
    public static IReadOnlyList<CorpusUrl> Refused => LazyRefused.Value;

    /// <summary>Both lists, the accepted ones first.</summary>
    public static IEnumerable<CorpusUrl> All => Accepted.Concat(Refused);

    internal static IReadOnlyList<CorpusUrl> BuildAccepted() =>
    [
        .. AcceptedSeeds()
            .Concat(NestedUrls.All(AcceptedSeeds()))
            .Concat(AcceptedCharacters.All())
            .Concat(PercentEncodedUrls.All())
            .Concat(AcceptedHosts.All())
            .Concat(AcceptedLengths.All())
            .Concat(AcceptedCombinations.All())
            .DistinctBy(corpusUrl => corpusUrl.Url, StringComparer.Ordinal),
    ];

    internal static IReadOnlyList<CorpusUrl> BuildRefused() =>
    [
        .. RefusedSchemes.All()
            .Concat(RefusedCharacters.All())
            .Concat(RefusedBackslashes.All())
            .Concat(RefusedHosts.All())
            .Concat(RefusedAddresses.All())
            .Concat(RefusedPorts.All())
            .Concat(RefusedCredentials.All())
            .Concat(RefusedLengths.All())
            .Concat(RefusedCombinations.All())
            .DistinctBy(corpusUrl => corpusUrl.Url, StringComparer.Ordinal),
    ];

    private static IEnumerable<CorpusUrl> AcceptedSeeds() =>
        SignedUrls.All().Concat(SignInUrls.All()).Concat(QuerySeeds.All()).Concat(PathSeeds.All()).Concat(FragmentSeeds.All()).Concat(AuthoritySeeds.All());
}
