using Serverless.Torture.Histories;

namespace Serverless.Torture.Workloads;

/// <summary>Clients of one system, and what must hold of what they were told.</summary>
internal interface IWorkload
{
    /// <summary>Makes what the clients use, if it is not there yet.</summary>
    Task PrepareAsync(Client client);

    /// <summary>Works on one connection until the service is gone or there is nothing left to do.</summary>
    /// <param name="number">Which of the clients this is, from 0.</param>
    /// <returns>Whether the service was still there.</returns>
    Task<bool> WorkAsync(Client client, int number, History history, CancellationToken enough);

    /// <summary>After the last fault: looks at all that must be there.</summary>
    Task SettleAsync(Client client, History history);

    /// <summary>A sentence for each breach of what the system promises.</summary>
    IReadOnlyList<string> Check(History history);
}
