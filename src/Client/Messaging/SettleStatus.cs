using System.Text.Json.Serialization;
using Serverless.Client.Http;

namespace Serverless.Client.Messaging;

/// <summary>What became of an ack id.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SettleStatus>))]
public enum SettleStatus
{
    /// <summary>The command took effect, or the message has long been acknowledged.</summary>
    Acknowledged,

    /// <summary>The lease has ended or the message was delivered again: the id is void.</summary>
    Expired,

    /// <summary>The subscription never gave out such an id.</summary>
    Unknown,
}
