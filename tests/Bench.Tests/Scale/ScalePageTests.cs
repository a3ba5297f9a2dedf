using Serverless.Bench.Harness;
using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

public sealed class ScalePageTests
{
    [Fact]
    public void The_tables_of_the_page_are_what_the_simulator_says()
    {
        var page = File.ReadAllText(ScalePage.Path);

        // When this fails: dotnet run --project bench -- scale --write
        Assert.Equal(page, ScalePage.With(page, new ScaleTables(ScaleInputs.Read(), ScalePage.Factors).All()));
    }

    [Fact]
    public void A_page_without_a_place_for_a_table_is_refused() => Assert.Throws<BenchException>(() =>
        ScalePage.With("<!-- scale: links -->\nno end\n", new Dictionary<string, string> { ["links"] = "" }));

    [Fact]
    public void A_table_replaces_the_one_before_and_nothing_else() => Assert.Equal(
        "a\n<!-- scale: x -->\nnew\n<!-- /scale -->\nb\n",
        ScalePage.With("a\n<!-- scale: x -->\nold\n<!-- /scale -->\nb\n", new Dictionary<string, string> { ["x"] = "new\n" }));

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.000026, "2.6E-05")]
    [InlineData(0.1234, "0.123")]
    [InlineData(99.96, "100")]
    [InlineData(38_051, "38,100")]
    [InlineData(1_532_000, "1.53 million")]
    [InlineData(999_900, "1 million")]
    [InlineData(26_280_000_000, "26.3 billion")]
    public void Numbers_have_three_digits(double number, string text) => Assert.Equal(text, ScaleTable.Number(number));
}
