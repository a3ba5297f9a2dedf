using System.Text.Json.Serialization;

namespace Serverless.Client;

/// <summary>What became of an ack id.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SettleStatus>))]
public enum SettleStatus
{
    /// <summary>The message is done, by this acknowledgement or an earlier one.</summary>
    Acknowledged,

    /// <summary>The message was given back.</summary>
    Returned,

    /// <summary>The lease lasts longer.</summary>
    Extended,

    /// <summary>The id is void: the lease has ended, the message was delivered again, or it ended without an acknowledgement.</summary>
    Expired,

    /// <summary>The subscription never gave out such an id.</summary>
    Unknown,
}
