namespace Serverless.Functions.WebConsole;

/// <summary>A file's bytes under one content coding (RFC 9110, 8.4.1).</summary>
public sealed record EncodedContent(string Coding, byte[] Content);
