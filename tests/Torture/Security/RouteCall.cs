namespace Serverless.Torture.Security;

/// <summary>A request that a function accepts from who may send it.</summary>
/// <param name="Function">The name of the function that it reaches.</param>
/// <param name="Scope">What it takes; null for an open one.</param>
/// <param name="Resource">What the scope may be narrowed to; null where it can't be.</param>
public sealed record RouteCall(string Function, string Method, string Path, string? Scope = null, string? Resource = null, string? Body = null);
