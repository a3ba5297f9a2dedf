namespace Serverless.Core.Messaging.Cursors;

/// <summary>Commands of one caller, on their way through a lane.</summary>
internal sealed class CursorRequest(CursorTarget target, IReadOnlyList<CursorCommand> commands)
{
    private readonly TaskCompletionSource<CursorAnswer> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CursorTarget Target => target;

    public IReadOnlyList<CursorCommand> Commands => commands;

    public Task<CursorAnswer> Completion => completion.Task;

    public void Complete(CursorAnswer answer) => completion.TrySetResult(answer);

    public void Fail(Exception exception) => completion.TrySetException(exception);
}
