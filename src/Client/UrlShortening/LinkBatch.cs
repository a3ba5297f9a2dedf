namespace Serverless.Client;

/// <summary>The answer to a batch.</summary>
internal sealed record LinkBatch(IReadOnlyList<LinkResult> Items);

/// <summary>What became of one link of a batch.</summary>
public sealed record LinkResult
{
    /// <summary>201, or the status of <see cref="Problem"/>.</summary>
    public required int Status { get; init; }

    /// <summary>The link; null if it was not made.</summary>
    public ShortLink? Link { get; init; }

    /// <summary>Why it was not made; null if it was.</summary>
    public Problem? Problem { get; init; }
}
