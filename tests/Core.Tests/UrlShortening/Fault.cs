namespace Serverless.Core.Tests.UrlShortening;

/// <summary>What becomes of a call to a store.</summary>
public enum Fault
{
    None,
    RequestLost,
    AnswerLost,
}
