namespace Serverless.Core.Messaging.Topics;

/// <summary>How the place where a subscription begins is named.</summary>
public enum StartKind
{
    /// <summary>Messages committed from now on.</summary>
    Latest,

    /// <summary>The earliest message that is still kept.</summary>
    Earliest,

    Time,
}
