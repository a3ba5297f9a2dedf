using System.Text.Json;

namespace Serverless.Core.RateLimiting.Rules;

/// <summary>How documents of one kind are named, written and read.</summary>
/// <param name="NameOf">What stores know a document by.</param>
/// <param name="ApiOf">The API that a rule is for; null for other kinds.</param>
/// <param name="RevisionOf">Differs between any two states of a document.</param>
/// <param name="Read">Throws <see cref="JsonException"/> for a text that is none of ours.</param>
public sealed record DocumentType<T>(DocumentKind Kind, Func<T, string> NameOf, Func<T, string?> ApiOf, Func<T, string> RevisionOf, Func<T, string> Write, Func<string, T> Read)
    where T : class;
