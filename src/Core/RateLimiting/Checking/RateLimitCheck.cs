
namespace Serverless.Core.RateLimiting.Checking;

/// <summary>A question: may this caller do this operation now?</summary>
/// <param name="Cost">How many permits it takes, 1 or more.</param>
/// <param name="Peek">Looks without consuming.</param>
public sealed record RateLimitCheck(string Api, string Op, RateLimitCaller Caller, long Cost = 1, bool Peek = false);
