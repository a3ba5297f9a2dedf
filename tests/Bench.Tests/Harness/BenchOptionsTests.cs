using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class BenchOptionsTests
{
    [Fact]
    public void Four_rounds_of_every_scenario_unless_asked_otherwise()
    {
        var options = BenchOptions.Parse([]);

        Assert.Empty(options.Scenarios);
        Assert.Equal(4, options.Rounds);
        Assert.Null(options.Rate);
        Assert.Equal("bench/run --rounds 4 --seconds 5 --warm-up 10", options.ToString());
    }

    [Fact]
    public void Says_the_command_that_was_given()
    {
        string[] command = ["links", "limiter-check", "--rounds", "3", "--seconds", "2", "--warm-up", "6", "--rate", "500"];

        Assert.Equal("bench/run " + string.Join(' ', command), BenchOptions.Parse([.. command, "--report", "r.md", "--charts", "images"]).ToString());
    }

    [Theory]
    [InlineData("--rate")]
    [InlineData("--rate", "0")]
    [InlineData("--rate", "many")]
    [InlineData("--rounds", "101")]
    [InlineData("--unknown")]
    public void Refuses_what_it_does_not_understand(params string[] arguments)
    {
        Assert.Throws<BenchException>(() => BenchOptions.Parse(arguments));
    }
}
