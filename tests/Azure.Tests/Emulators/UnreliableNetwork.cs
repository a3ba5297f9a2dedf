namespace Serverless.Azure.Tests.Emulators;

/// <summary>Writes down every request, as in <c>PUT LinksByOwner</c>, and says what becomes of it.</summary>
public sealed class UnreliableNetwork
{
    private readonly Lock gate = new();
    private readonly List<string> requests = [];
    private readonly Dictionary<string, Queue<NetworkFault>> faults = new(StringComparer.Ordinal);

    /// <summary>What was sent, sorted, since the last time this was asked.</summary>
    public IReadOnlyList<string> TakeRequests()
    {
        lock (gate)
        {
            string[] taken = [.. requests.Order(StringComparer.Ordinal)];
            requests.Clear();
            return taken;
        }
    }

    /// <summary>Disturbs the next requests of a kind, one fault each.</summary>
    public void Disturb(string request, params ReadOnlySpan<NetworkFault> next)
    {
        lock (gate)
        {
            faults[request] = new Queue<NetworkFault>(next.ToArray());
        }
    }

    internal NetworkFault Next(string request)
    {
        lock (gate)
        {
            requests.Add(request);
            return faults.TryGetValue(request, out var next) && next.TryDequeue(out var fault) ? fault : NetworkFault.None;
        }
    }
}
