namespace Serverless.Core.UrlShortening.Following;

/// <summary>What became of a visitor.</summary>
/// <param name="Target">Where to send them with <see cref="LinkStatus.Ok"/>; else null.</param>
public readonly record struct LinkVisit(LinkStatus Status, LinkTarget? Target);
