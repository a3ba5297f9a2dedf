namespace Serverless.Torture.Histories;

/// <summary>What a client did and what it was told. Checkers see nothing else of a run.</summary>
/// <param name="Order">Of the answers as clients got them.</param>
/// <param name="Life">How often the service had been started by then; 0 for the first time.</param>
/// <param name="Kind">Of the operation, for example <c>publish</c>.</param>
/// <param name="Subject">What it was about: a short key, a message, a caller.</param>
/// <param name="Status">Of the answer; null when none came, and nobody knows what was done.</param>
/// <param name="Detail">More of what was sent or answered, by kind.</param>
public sealed record Event(long Order, int Life, string Kind, string Subject, int? Status, string? Detail = null)
{
    public bool IsAcknowledged => Status is >= 200 and < 400;
}
