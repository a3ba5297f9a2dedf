namespace Serverless.Client;

/// <summary>Whether a request is what it claims to be.</summary>
public enum WebhookVerdict
{
    /// <summary>It is signed by one of the secrets, and now.</summary>
    Valid,

    /// <summary>A header is missing or can't be read.</summary>
    Malformed,

    /// <summary>It was signed too long ago, or too far in the future: it may be a retryMode by somebody else.</summary>
    WrongTime,

    /// <summary>None of its signatures is by one of the secrets over exactly this id, time and body.</summary>
    WrongSignature,
}
