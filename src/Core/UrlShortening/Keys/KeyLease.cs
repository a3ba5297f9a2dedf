namespace Serverless.Core.UrlShortening.Keys;

/// <summary>The right of one instance to hand out a block's keys until a given time. It saves work; safety is the link row alone.</summary>
public sealed record KeyLease(string Instance, DateTimeOffset Until);
