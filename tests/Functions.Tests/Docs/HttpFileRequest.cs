namespace Serverless.Functions.Tests.Docs;

/// <summary>One request of a <c>.http</c> file, its variables not yet replaced.</summary>
/// <param name="Name">What later requests call its answer; null for none.</param>
/// <param name="Body">Empty for none.</param>
internal sealed record HttpFileRequest(string Title, string? Name, string Method, string Url, IReadOnlyDictionary<string, string> Headers, string Body);
