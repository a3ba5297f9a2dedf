using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class ProcessStatusTests
{
    private const string Line =
        "4711 (redis-server *:6379) S 815 4711 815 0 -1 4194560 5000 70 0 0 250 130 20 5 20 0 5 0 12345 67000000 2500 18446744073709551615";

    [Fact]
    public void Reads_id_parent_and_the_time_of_user_and_kernel_and_of_ended_children()
    {
        Assert.Equal(new ProcessStatus(4711, 815, TimeSpan.FromSeconds(4.05)), ProcessStatus.Parse(Line));
    }

    [Theory]
    [InlineData("(a b)")]
    [InlineData("(tricky) S 1 (2)")]
    [InlineData("())")]
    public void Reads_past_whatever_a_program_is_called(string name)
    {
        Assert.Equal(815, ProcessStatus.Parse(Line.Replace("(redis-server *:6379)", name, StringComparison.Ordinal)).Parent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("4711 redis S 815")]
    [InlineData("4711 (redis) S 815 4711")]
    public void Refuses_what_is_no_such_line(string line)
    {
        Assert.Throws<BenchException>(() => ProcessStatus.Parse(line));
    }
}
