using System.Collections.Concurrent;
using System.Text.Json;

namespace Serverless.Torture.Histories;

/// <summary>The events of a run, in the order in which the clients learned of them.</summary>
public sealed class History
{
    private readonly ConcurrentQueue<Event> events = [];
    private readonly ConcurrentDictionary<long, TaskCompletionSource> awaited = new();
    private long order;

    public IReadOnlyCollection<Event> All => events;

    public long Count => Interlocked.Read(ref order);

    /// <summary>How often the service has been started again.</summary>
    public int Life { get; set; }

    public void Add(string kind, string subject, int? status, string? detail = null)
    {
        var number = Interlocked.Increment(ref order);
        events.Enqueue(new Event(number, Life, kind, subject, status, detail));
        if (awaited.TryRemove(number, out var reached))
        {
            reached.TrySetResult();
        }
    }

    /// <summary>Completes with the event of this number, which must be still to come.</summary>
    public Task ReachAsync(long number)
    {
        var reached = awaited.GetOrAdd(number, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (Count >= number)
        {
            reached.TrySetResult();
        }

        return reached.Task;
    }

    /// <summary>Writes a line of JSON for each event, for whoever wants to check it with other tools.</summary>
    public async Task SaveAsync(string path) => await File.WriteAllLinesAsync(path, events.Select(item => JsonSerializer.Serialize(item)));
}
