namespace Serverless.Functions.Tests.UrlShortening.Corpus;

/// <summary>The corpus checks itself: what it promises its users must hold before it is held against the shortener.</summary>
public sealed class UrlCorpusTests
{
    [Fact]
    public void Has_at_least_five_thousand_accepted_and_eight_hundred_refused_urls()
    {
        Assert.InRange(UrlCorpus.Accepted.Count, 5_000, int.MaxValue);
        Assert.InRange(UrlCorpus.Refused.Count, 800, int.MaxValue);
    }

    [Fact]
    public void Has_no_url_twice_nor_under_both_verdicts()
    {
        Assert.Equal(UrlCorpus.All.Count(), UrlCorpus.All.Select(corpusUrl => corpusUrl.Url).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Is_the_same_at_every_run()
    {
        Assert.Equal(UrlCorpus.Accepted, UrlCorpus.BuildAccepted());
        Assert.Equal(UrlCorpus.Refused, UrlCorpus.BuildRefused());
    }

    [Fact]
    public void Lists_each_url_under_its_own_verdict_with_a_reason()
    {
        Assert.All(UrlCorpus.Accepted, corpusUrl => Assert.True(corpusUrl.Accepted));
        Assert.All(UrlCorpus.Refused, corpusUrl => Assert.False(corpusUrl.Accepted));
        Assert.All(UrlCorpus.All, corpusUrl => Assert.NotEmpty(corpusUrl.Why));
    }

    [Fact]
    public void Files_every_url_as_the_rule_says()
    {
        Assert.DoesNotContain(UrlCorpus.All, corpusUrl => UrlRule.Accepts(corpusUrl.Url) != corpusUrl.Accepted);
    }

    [Fact]
    public void Accepted_urls_hold_only_visible_ascii()
    {
        Assert.DoesNotContain(UrlCorpus.Accepted, corpusUrl => corpusUrl.Url.Any(character => character is < '!' or > '~'));
    }

    [Fact]
    public void Accepted_urls_reach_8192_characters_and_no_further()
    {
        Assert.Equal(8_192, UrlCorpus.Accepted.Max(corpusUrl => corpusUrl.Url.Length));
    }

    [Fact]
    public void Some_refused_urls_are_one_character_too_long_and_otherwise_fine()
    {
        Assert.Contains(UrlCorpus.Refused, corpusUrl => corpusUrl.Url.Length == 8_193 && UrlRule.Accepts(corpusUrl.Url[..^1]));
    }

    [Fact]
    public void A_third_of_the_accepted_urls_would_not_survive_the_uri_class()
    {
        Assert.InRange(UrlCorpus.Accepted.Count(corpusUrl => !SurvivesUri(corpusUrl.Url)), UrlCorpus.Accepted.Count / 3, UrlCorpus.Accepted.Count);
    }

    private static bool SurvivesUri(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.AbsoluteUri == url;
}
