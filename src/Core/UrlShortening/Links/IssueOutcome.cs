namespace Serverless.Core.UrlShortening.Links;

/// <summary>What became of the attempt to store a link under a key.</summary>
internal enum IssueOutcome
{
    Issued,

    /// <summary>Another link lives under the key.</summary>
    Taken,

    /// <summary>The key must not be issued yet.</summary>
    Quarantined,
}
