namespace Serverless.Core.Messaging.Cursors;

/// <summary>Why a delivery counts as failed. The numbers are stored.</summary>
public enum FailureReason
{
    /// <summary>The consumer gave the message back.</summary>
    Nacked = 0,

    /// <summary>The lease ended.</summary>
    Expired = 1,

    /// <summary>The push endpoint's answer was no 2xx.</summary>
    Refused = 2,

    /// <summary>The push endpoint gave no answer.</summary>
    Unreachable = 3,
}
