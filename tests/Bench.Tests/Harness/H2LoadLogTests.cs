using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class H2LoadLogTests
{
    [Theory]
    [InlineData("1795630894822085\t301\t172263")]
    [InlineData("1795630894822085\t301\t172263\tand more")]
    public void Reads_when_a_request_was_sent_its_status_and_how_long_it_took(string line)
    {
        var request = H2LoadLog.Parse(line);

        Assert.Equal(1_795_630_894_822_085, request.Sent.TotalMicroseconds);
        Assert.Equal(301, request.Status);
        Assert.Equal(TimeSpan.FromMicroseconds(172_263), request.Took);
    }

    [Fact]
    public void Reads_a_request_that_failed()
    {
        Assert.Equal(-1, H2LoadLog.Parse("1795630894822085\t-1\t10").Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1795630894822085\t301")]
    [InlineData("1795630894822085\tOK\t10")]
    public void Refuses_what_is_no_such_line(string line)
    {
        Assert.Throws<BenchException>(() => H2LoadLog.Parse(line));
    }
}
