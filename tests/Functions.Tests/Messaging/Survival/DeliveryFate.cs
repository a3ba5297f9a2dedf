namespace Serverless.Functions.Tests.Messaging.Survival;

/// <summary>What became of a delivery, as far as its consumer knows.</summary>
internal enum DeliveryFate
{
    /// <summary>Nothing was said of it yet: if the process dies now, its lease is outstanding.</summary>
    Open,

    /// <summary>The acknowledgement was sent, and no answer came.</summary>
    Unanswered,

    /// <summary>The lease had ended, says the answer to the acknowledgement.</summary>
    Expired,

    /// <summary>The answer says that it counts.</summary>
    Acknowledged,

    /// <summary>An endpoint accepted it; whether that was written down it can't know.</summary>
    Accepted,

    /// <summary>The request was given up before the endpoint had answered.</summary>
    GivenUp,
}
