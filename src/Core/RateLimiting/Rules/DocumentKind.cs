namespace Serverless.Core.RateLimiting.Rules;

/// <summary>What a document is about; each kind has names of its own.</summary>
public enum DocumentKind
{
    Rule,
    Api,
    Caller,
}
