using Serverless.Torture.Histories;
using Serverless.Torture.Workloads;

namespace Serverless.Torture.Runs;

/// <summary>The clients of some workloads, working at once until the service goes or enough is done.</summary>
internal sealed class Crowd(History history, params IReadOnlyList<(IWorkload Workload, int Clients)> workloads)
{
    // The longer the run, the more there is to look at in the end.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5 + Settings.SoakMinutes);

    public async Task PrepareAsync(Uri address, string key)
    {
        using var client = new Client(address, key);
        foreach (var (workload, _) in workloads)
        {
            await workload.PrepareAsync(client);
        }
    }

    /// <summary>Works until the history has grown by so many events, does what comes then, and goes on until everybody stopped.</summary>
    /// <param name="then">A fault, or nothing; the service may be gone after it.</param>
    public async Task WorkAsync(IReadOnlyList<Uri> addresses, string key, int events, Func<Task> then)
    {
        using var enough = new CancellationTokenSource();
        var goal = history.Count + events;
        var working = workloads
            .SelectMany(each => Enumerable.Range(0, each.Clients).Select(number => RunAsync(each.Workload, number, addresses[number % addresses.Count])))
            .ToArray();
        await history.ReachAsync(goal).WaitAsync(Patience);
        await then();
        await enough.CancelAsync();
        await Task.WhenAll(working).WaitAsync(Patience);

        async Task RunAsync(IWorkload workload, int number, Uri address)
        {
            using var client = new Client(address, key);
            await Task.Yield();
            await workload.WorkAsync(client, number, history, enough.Token);
        }
    }

    /// <summary>Lets every workload look at what must be there, and judges.</summary>
    /// <returns>A sentence for each breach.</returns>
    public async Task<IReadOnlyList<string>> JudgeAsync(Uri address, string key)
    {
        using var client = new Client(address, key);
        foreach (var (workload, _) in workloads)
        {
            await workload.SettleAsync(client, history).WaitAsync(Patience);
        }

        return [.. workloads.SelectMany(each => each.Workload.Check(history))];
    }
}
