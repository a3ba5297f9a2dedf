namespace Serverless.Core.Messaging;

/// <summary>What the data of a message is.</summary>
public enum DataKind
{
    /// <summary>One JSON value.</summary>
    Json,

    /// <summary>Any bytes.</summary>
    Binary,

    /// <summary>No data at all, which a CloudEvent may have.</summary>
    None,
}
