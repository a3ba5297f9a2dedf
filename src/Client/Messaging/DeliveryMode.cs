using System.Text.Json.Serialization;
using Serverless.Client.Http;

namespace Serverless.Client.Messaging;

/// <summary>How messages reach a subscriber.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<DeliveryMode>))]
public enum DeliveryMode
{
    /// <summary>It asks for them.</summary>
    Pull,

    /// <summary>They are sent to its endpoint.</summary>
    Push,
}
