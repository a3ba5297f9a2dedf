namespace Serverless.Core.RateLimiting;

/// <summary>Which part of a caller a rule counts by, from the narrowest to the widest.</summary>
public enum IdentityKind
{
    User,
    ApiKey,
    Header,
    Ip,

    /// <summary>All callers together.</summary>
    Global,
}
