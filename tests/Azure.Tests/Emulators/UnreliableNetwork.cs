namespace Serverless.Azure.Tests.Emulators;

/// <summary>Writes down every request, as in <c>PUT LinksByOwner</c>, and says what becomes of it.</summary>
public sealed class UnreliableNetwork
{
    private readonly Lock gate = new();
    private Func<NetworkFault>? chance;
    private readonly List<string> requests = [];
    private readonly Dictionary<string, Func<Task>> actions = new(StringComparer.Ordinal);
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

    /// <summary>Disturbs every request as it is drawn for it; null for none from now on.</summary>
    public void DisturbAll(Func<NetworkFault>? draw)
    {
        lock (gate)
        {
            chance = draw;
        }
    }

    /// <summary>Does something when the next request of a kind is sent, before it arrives.</summary>
    public void Before(string request, Func<Task> action)
    {
        lock (gate)
        {
            actions[request] = action;
        }
    }

    internal Task ReachAsync(string request)
    {
        Func<Task>? action;
        lock (gate)
        {
            actions.Remove(request, out action);
        }

        // Outside: what is done sends requests of its own.
        return action?.Invoke() ?? Task.CompletedTask;
    }

    internal NetworkFault Next(string request)
    {
        lock (gate)
        {
            requests.Add(request);
            return faults.TryGetValue(request, out var next) && next.TryDequeue(out var fault) ? fault : chance?.Invoke() ?? NetworkFault.None;
        }
    }
}
