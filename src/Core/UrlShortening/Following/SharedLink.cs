namespace Serverless.Core.UrlShortening.Following;

/// <summary>What the shared cache keeps for a key: nothing (the default), a target, or the mark of a recent invalidation.</summary>
/// <param name="Target">Null for nothing and for a mark.</param>
/// <param name="Until">How long the target may be believed, by the clock of the instance that read its row.</param>
public readonly record struct SharedLink(LinkTarget? Target, DateTimeOffset Until, bool IsMark)
{
    public static SharedLink Mark { get; } = new(null, default, IsMark: true);
}
