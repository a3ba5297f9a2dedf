namespace Serverless.Functions.Tests.LocalHost.Triggers.Http;

/// <summary>An answer as it came over the wire.</summary>
/// <param name="Head">The status line and the header lines.</param>
public sealed record RawAnswer(int Status, string Head, string Body);
