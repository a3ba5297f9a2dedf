using System.Globalization;
using CsCheck;
using Serverless.Core.UrlShortening.Clicks;

namespace Serverless.Core.Tests.UrlShortening.Clicks;

/// <summary>What a row of bounded size knows of the clicks of a day.</summary>
public sealed class ClickSummaryTests
{
    private static readonly long Hour = ClickSlot.HourOf(SampleLinks.Start);

    /// <summary>Clicks by referrer, few of whom come often and most of whom come once or twice, in batches.</summary>
    private static readonly Gen<(int Referrer, int Clicks)[][]> Batches =
        Gen.Select(Gen.OneOf(Gen.Int[0, 9], Gen.Int[0, 2_000]), Gen.Int[1, 5]).Array[1, 400].Array[1, 20];

    [Fact]
    public void Names_every_referrer_exactly_while_there_is_room()
    {
        var summary = Summary([.. Enumerable.Range(1, ClickSummary.MaxNamed).Select(i => People(Host(i), i))]);
        Assert.Equal((ClickSummary.MaxNamed, 0, 0), (summary.Named.Count(), summary.Other, summary.MaxMissed));
        Assert.All(summary.Named, referrer => Assert.Equal(0, referrer.Value.Missed));
    }

    [Fact]
    public void Keeps_its_bounds_whatever_comes_in_whatever_batches() => Batches.Sample(
        batches =>
        {
            var summary = new ClickSummary();
            var exact = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var batch in batches)
            {
                summary.Add(batch.Select(clicked => People(Host(clicked.Referrer), clicked.Clicks)));
                summary = ClickSummary.Parse(summary.ToString());
                foreach (var (referrer, clicks) in batch)
                {
                    exact[Host(referrer)] = exact.GetValueOrDefault(Host(referrer)) + clicks;
                }
            }

            Holds(summary, exact);
        },
        iter: 200);

    [Fact]
    public void Keeps_its_bounds_when_parts_of_a_day_are_put_together() => Batches.Sample(
        batches =>
        {
            var whole = new ClickSummary();
            var exact = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach (var batch in batches)
            {
                var part = new ClickSummary();
                part.Add(batch.Select(clicked => People(Host(clicked.Referrer), clicked.Clicks)));
                whole.Add(part);
                foreach (var (referrer, clicks) in batch)
                {
                    exact[Host(referrer)] = exact.GetValueOrDefault(Host(referrer)) + clicks;
                }
            }

            Assert.Equal(exact.Values.Sum(), whole.People);
            Assert.InRange(whole.Named.Count(), Math.Min(exact.Count, ClickSummary.MaxNamed), ClickSummary.MaxNamed);
            foreach (var (host, all) in exact)
            {
                var known = whole.Named.Where(pair => pair.Key == host).Select(pair => pair.Value).DefaultIfEmpty(new ClickSummary.Referrer(0, whole.MaxMissed)).Single();
                Assert.InRange(all, known.Clicks, known.AtMost);
            }
        },
        iter: 100);

    [Theory]
    [InlineData(128)]
    [InlineData(500)]
    [InlineData(8_400)]
    public void Fits_into_as_many_characters_as_there_are_and_keeps_the_total(int limit)
    {
        var summary = Summary([.. Enumerable.Range(1, ClickSummary.MaxNamed).Select(i => People($"{i:000}.{new string('a', 60)}.example", long.MaxValue / 1_000))]);
        var text = summary.ToString(limit);
        var read = ClickSummary.Parse(text);
        Assert.InRange(text.Length, Math.Min(limit - 200, 60), limit);
        Assert.Equal(long.MaxValue / 1_000 * ClickSummary.MaxNamed, read.People);
        Assert.InRange(read.Other - (read.MaxMissed * (ClickSummary.MaxNamed - read.Named.Count())), 0, 0);
    }

    [Fact]
    public void Counts_what_came_without_a_name_as_possibly_anybodys()
    {
        var summary = Summary(People("a.example", 5), People(ReferrerHost.Other, 3), People("b.example", 1));
        Assert.Equal((9, 3, 3), (summary.People, summary.Other, summary.MaxMissed));
        Assert.Equal([new("a.example", new(5, 3)), new("b.example", new(1, 3))], summary.Named.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Reads_rows_of_earlier_versions_which_did_not_note_what_they_had_missed()
    {
        var summary = ClickSummary.Parse("(other)=9\n=3\nexample.com=5\n");
        Assert.Equal((17, 0, 9, 9), (summary.People, summary.Bots, summary.Other, summary.MaxMissed));
        Assert.Equal([new("", new(3, 0)), new("example.com", new(5, 0))], summary.Named.OrderBy(pair => pair.Key));
    }

    [Theory]
    [InlineData("a.example=\nb.example=1")]
    [InlineData("a.example=1+\nb.example=1")]
    [InlineData("a.example=+1\nb.example=1")]
    [InlineData("a.example=-1\nb.example=1")]
    [InlineData("a.example\nb.example=1")]
    [InlineData("a.example=99999999999999999999\nb.example=1")]
    public void Passes_over_lines_that_can_not_be_read(string row) => Assert.Equal("b.example", Assert.Single(ClickSummary.Parse(row).Named).Key);

    [Fact]
    public void Stays_at_the_greatest_number_rather_than_begin_again()
    {
        var summary = Summary(People("a.example", long.MaxValue), People("a.example", 1), People("b.example", long.MaxValue), Bots(long.MaxValue), Bots(2));
        Assert.Equal((long.MaxValue, long.MaxValue), (summary.People, summary.Bots));
        Assert.Equal((long.MaxValue, long.MaxValue), (ClickSummary.Parse(summary.ToString()).People, ClickSummary.Parse(summary.ToString()).Bots));
    }

    [Fact]
    public void Fits_into_a_column_of_table_storage_whatever_the_names()
    {
        var summary = new ClickSummary();
        for (var batch = 0; batch < 5; batch++)
        {
            var length = batch % 2 == 0 ? 253 : 60;
            summary.Add(Enumerable.Range(0, 400).Select(i => People($"{batch}-{i}".PadRight(length, 'x'), long.MaxValue / 4_000)));
            Assert.InRange(summary.ToString().Length, 1, 32_768);
        }
    }

    private static void Holds(ClickSummary summary, Dictionary<string, long> exact)
    {
        var all = exact.Values.Sum();
        var named = summary.Named.ToDictionary(StringComparer.Ordinal);
        Assert.Equal(all, summary.People);
        Assert.InRange(named.Count, Math.Min(exact.Count, ClickSummary.MaxNamed), ClickSummary.MaxNamed);
        Assert.InRange(summary.MaxMissed, 0, all / (ClickSummary.MaxNamed + 1));
        foreach (var (host, clicks) in exact)
        {
            var known = named.GetValueOrDefault(host, new ClickSummary.Referrer(0, summary.MaxMissed));
            Assert.InRange(clicks, known.Clicks, known.AtMost);
            Assert.InRange(known.Missed, 0, summary.MaxMissed);
        }
    }

    private static string Host(int number) => string.Create(CultureInfo.InvariantCulture, $"host-{number}.example");

    private static ClickSummary Summary(params ClickCount[] clicks)
    {
        var summary = new ClickSummary();
        summary.Add(clicks);
        return summary;
    }

    private static ClickCount People(string referrer, long clicks) => new(new ClickSlot("abcd", "nonce", Hour, referrer, IsBot: false), clicks);

    private static ClickCount Bots(long clicks) => new(new ClickSlot("abcd", "nonce", Hour, "", IsBot: true), clicks);
}
