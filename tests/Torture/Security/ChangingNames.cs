using System.Collections.Concurrent;

namespace Serverless.Torture.Security;

/// <summary>A resolver under the attacker's control: each time that a name is asked for, it leads elsewhere.</summary>
internal sealed class ChangingNames
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<IPAddress[]>> names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers for a name, one after the other.</summary>
    /// <param name="answers">Addresses, several in one answer divided by a space.</param>
    public void Lead(string name, params IEnumerable<string> answers) =>
        names[name] = new ConcurrentQueue<IPAddress[]>(answers.Select(answer => answer.Split(' ').Select(IPAddress.Parse).ToArray()));

    /// <summary>Whether a name has answers that nobody asked for.</summary>
    public bool HasMore(string name) => !names[name].IsEmpty;

    public Task<IPAddress[]> ResolveAsync(string host, CancellationToken _) =>
        IPAddress.TryParse(host, out var address) ? Task.FromResult<IPAddress[]>([address])
        : names.TryGetValue(host, out var answers) && answers.TryDequeue(out var next)
            ? Task.FromResult(next)
        : throw new InvalidOperationException($"{host} was asked for more often than a connection needs.");
}
