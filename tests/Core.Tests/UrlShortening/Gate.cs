namespace Serverless.Core.Tests.UrlShortening;

/// <summary>Where one call waits until the test lets it go on.</summary>
public sealed class Gate
{
    /// <summary>A test that waits so long fails instead of hanging: what it waits for got lost.</summary>
    public static readonly TimeSpan SafetyNet = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the call waits here.</summary>
    public Task Reached => reached.Task.WaitAsync(SafetyNet, TestContext.Current.CancellationToken);

    public void Open() => opened.SetResult();

    /// <summary>Waits at the gate if there is one, which holds one call only.</summary>
    internal static Task PassAsync(ref Gate? gate) => Interlocked.Exchange(ref gate, null)?.WaitAsync() ?? Task.CompletedTask;

    private Task WaitAsync()
    {
        reached.SetResult();
        return opened.Task;
    }
}
