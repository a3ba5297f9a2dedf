using System.Text.Json.Serialization;
using Serverless.Client.Http;

namespace Serverless.Client.Messaging;

/// <summary>What becomes of a message after its last attempt.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<ExhaustedAction>))]
public enum ExhaustedAction
{
    /// <summary>It goes to the dead letters.</summary>
    DeadLetter,

    /// <summary>It is dropped.</summary>
    Drop,

    /// <summary>It is tried on and on.</summary>
    Block,
}
