using Serverless.Bench.Harness;
using Serverless.Bench.Scale;

namespace Serverless.Bench.Tests.Scale;

public sealed class ScaleCommandTests
{
    [Fact]
    public async Task Prints_a_column_for_each_factor()
    {
        var output = new StringWriter();

        await ScaleCommand.RunAsync(["--factor", "0.5,2"], output);

        Assert.Contains("|  | 0.5x | 2x |  |", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--factor", "0")]
    [InlineData("--factor", "x")]
    [InlineData("--factor", "1,1001")]
    [InlineData("--other", "1")]
    public Task Refuses_what_it_does_not_know(string option, string value) =>
        Assert.ThrowsAsync<BenchException>(() => ScaleCommand.RunAsync([option, value], TextWriter.Null));
}
