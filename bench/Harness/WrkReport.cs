namespace Serverless.Bench.Harness;

/// <summary>What <c>report.lua</c> prints at the end of a run.</summary>
/// <param name="Errors">Connections that failed, and answers that did not come.</param>
/// <param name="Refused">Answers of status 400 and above.</param>
/// <param name="P50">Microseconds.</param>
/// <param name="P99">Microseconds.</param>
/// <param name="P999">Microseconds.</param>
public sealed record WrkReport(long Requests, long Microseconds, long Errors, long Refused, double P50, double P99, double P999);
