namespace Serverless.Functions.Requests;

/// <summary>What a request wants to do: the name it has in metrics, and the permission it takes.</summary>
/// <param name="Name">Dotted, such as <c>links.create</c>.</param>
/// <param name="Permission">One of <see cref="Core.Access.ScopeNames"/>; null for an open operation, which reads no API key.</param>
public sealed record Operation(string Name, string? Permission);
