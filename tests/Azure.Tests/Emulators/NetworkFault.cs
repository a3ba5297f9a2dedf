namespace Serverless.Azure.Tests.Emulators;

/// <summary>What becomes of a request.</summary>
public enum NetworkFault
{
    None,

    /// <summary>It never arrives.</summary>
    RequestLost,

    /// <summary>It is carried out, but nobody hears of it.</summary>
    AnswerLost,

    /// <summary>Nothing comes back in time.</summary>
    TimedOut,

    /// <summary>Answered with 503.</summary>
    Unavailable,

    /// <summary>Answered with 429.</summary>
    TooMany,

    /// <summary>Answered with 503 and the wish to be left alone for a while.</summary>
    Overloaded,

    /// <summary>Answered with 449, as a write that met another one (Cosmos DB).</summary>
    RetryWith,

    /// <summary>The process that sends it dies first.</summary>
    Crash,
}
