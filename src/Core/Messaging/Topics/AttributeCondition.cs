using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>A condition on one attribute's value: equal to a text, or beginning with it. Upper and lower case differ.</summary>
[JsonConverter(typeof(AttributeConditionConverter))]
[Description("such as \"value\" or {\"prefix\":\"beginning\"}")]
public readonly record struct AttributeCondition(string Text, bool IsPrefix)
{
    public bool Matches(string value) => IsPrefix ? value.StartsWith(Text, StringComparison.Ordinal) : value == Text;
}
