namespace Serverless.Core.Messaging.Push;

/// <summary>No marks: every wake-up is sent.</summary>
public sealed class MissingWakeUpMarks : IWakeUpMarks
{
    public Task<bool> TrySetAsync(string lane) => Task.FromResult(true);

    public Task ClearAsync(string lane) => Task.CompletedTask;
}
