using Serverless.Bench.Harness;

namespace Serverless.Bench.Tests.Harness;

public sealed class ProcessTreeTests
{
    [Fact]
    public void A_tree_is_the_process_with_its_children_and_theirs_and_nobody_else()
    {
        ProcessStatus[] all = [Process(1, 0), Process(10, 1), Process(11, 10), Process(12, 10), Process(13, 12), Process(20, 1)];

        Assert.Equal([10, 11, 12, 13], ProcessTree.Of(10, all).Select(process => process.Id).Order());
    }

    [Fact]
    public void Reads_resident_memory_in_bytes()
    {
        Assert.Equal(20_480, ProcessTree.ParseResident("Name:\tnginx\nVmHWM:\t      40 kB\nVmRSS:\t      20 kB\n"));
    }

    [Fact]
    public void A_process_without_memory_has_none_resident()
    {
        Assert.Equal(0, ProcessTree.ParseResident("Name:\tnginx\nState:\tZ (zombie)\n"));
    }

    [Fact]
    public void Reads_a_process_that_runs()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells by /proc.");

        var own = ProcessTree.Read(Environment.ProcessId);

        Assert.True(own.Processor > TimeSpan.Zero);
        Assert.True(own.Memory > 0);
    }

    [Fact]
    public void A_process_that_has_ended_can_not_be_measured()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells by /proc.");

        Assert.Throws<BenchException>(() => ProcessTree.Read(int.MaxValue));
    }

    private static ProcessStatus Process(int id, int parent) => new(id, parent, TimeSpan.Zero);
}
