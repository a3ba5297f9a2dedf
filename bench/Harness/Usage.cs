namespace Serverless.Bench.Harness;

/// <summary>What some work cost the processes that did it.</summary>
/// <param name="Server">Processor time of the server, for each operation.</param>
/// <param name="Behind">Processor time of what the server asks, for each operation; null where it asks nothing.</param>
/// <param name="Memory">Bytes of the server that were resident when the work was done.</param>
public sealed record Usage(TimeSpan Server, TimeSpan? Behind, long Memory)
{
    /// <summary>Does some work and adds to its sample what it cost.</summary>
    /// <param name="processes">Null where there are none to look at.</param>
    public static async Task<Sample> OfAsync(ContenderProcesses? processes, Func<Task<Sample>> work)
    {
        if (processes is null)
        {
            return await work();
        }

        ProcessTree Server() => ProcessTree.Read(processes.Server.Id);
        TimeSpan Behind() => processes.Behind.Aggregate(TimeSpan.Zero, (sum, process) => sum + ProcessTree.Read(process.Id).Processor);

        var (server, behind) = (Server(), Behind());
        var sample = await work();
        return sample.Operations == 0 || sample.Usage is not null ? sample : sample with { Usage = Between(server, Server(), behind, Behind()) };

        Usage Between(ProcessTree before, ProcessTree after, TimeSpan behindBefore, TimeSpan behindAfter) => new(
            (after.Processor - before.Processor) / sample.Operations,
            processes.Behind.Count == 0 ? null : (behindAfter - behindBefore) / sample.Operations,
            after.Memory);
    }
}
