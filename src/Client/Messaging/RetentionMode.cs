using System.Text.Json.Serialization;
using Serverless.Client.Http;

namespace Serverless.Client.Messaging;

/// <summary>How long a topic keeps messages.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RetentionMode>))]
public enum RetentionMode
{
    /// <summary>Until every subscription has acknowledged them.</summary>
    UntilAcknowledged,

    /// <summary>For a time, acknowledged or not.</summary>
    KeepFor,
}
