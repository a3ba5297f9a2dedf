namespace Serverless.Torture.Faults;

/// <summary>A wall clock that somebody sets, while timers and what is measured between two moments go on as they were.</summary>
internal sealed class JumpingTime : TimeProvider
{
    private long offset;

    /// <summary>Sets the clock so far ahead of the right time; behind it if negative.</summary>
    public void Jump(TimeSpan ahead) => Interlocked.Exchange(ref offset, ahead.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));
}
