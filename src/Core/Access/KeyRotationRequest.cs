namespace Serverless.Core.Access;

/// <summary>A new secret to give to an API key.</summary>
public sealed record KeyRotationRequest
{
    /// <summary>What holds where nothing is said.</summary>
    public static readonly TimeSpan DefaultOverlap = TimeSpan.FromDays(1);

    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    /// <summary>How long the old secret is taken beside the new one, PT0S to P30D; null for PT24H.</summary>
    public TimeSpan? Overlap { get; init; }

    public FieldErrors Check() => new FieldErrors()
        .Add("overlap", Overlap is null || (Overlap >= TimeSpan.Zero && Overlap <= LongestOverlap) ? null : "must be a duration from PT0S to P30D.");
}
