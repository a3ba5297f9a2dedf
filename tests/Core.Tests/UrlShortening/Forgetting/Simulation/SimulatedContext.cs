namespace Serverless.Core.Tests.UrlShortening.Forgetting.Simulation;

/// <summary>
/// Keeps all of a history on its thread: of several who wait for one task, the runtime would have all but one go on elsewhere.
/// </summary>
internal sealed class SimulatedContext : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> posted = new();

    public override void Post(SendOrPostCallback d, object? state) => posted.Enqueue((d, state));

    /// <summary>Has everybody go on who can.</summary>
    public void Run()
    {
        while (posted.TryDequeue(out var next))
        {
            next.Callback(next.State);
        }
    }
}
