using System.ComponentModel;
using System.Text.Json.Serialization;

namespace Serverless.Core.Messaging.Topics;

/// <summary>A condition on one attribute of a message. Upper and lower case differ.</summary>
[JsonConverter(typeof(AttributeConditionConverter))]
[Description("such as \"value\", [\"one\",\"of\"], or an object of prefix, suffix, exists and not")]
public abstract record AttributeCondition
{
    /// <summary>How deep conditions may lie in each other.</summary>
    public const int MaxDepth = 5;

    private AttributeCondition()
    {
    }

    /// <summary>Texts that it compares with.</summary>
    internal virtual IEnumerable<string> Texts => Parts.SelectMany(part => part.Texts);

    /// <summary>Conditions that it is made of.</summary>
    internal virtual IReadOnlyList<AttributeCondition> Parts => [];

    internal int Depth => Parts.Count == 0 ? 1 : 1 + Parts.Max(part => part.Depth);

    /// <param name="value">The attribute's value; null where the message lacks it, which meets only what asks for that.</param>
    public abstract bool Matches(string? value);

    /// <summary>It is a text.</summary>
    public sealed record Is(string Text) : AttributeCondition
    {
        internal override IEnumerable<string> Texts => [Text];

        public override bool Matches(string? value) => value == Text;
    }

    /// <summary>It begins with a text.</summary>
    public sealed record Prefix(string Text) : AttributeCondition
    {
        internal override IEnumerable<string> Texts => [Text];

        public override bool Matches(string? value) => value?.StartsWith(Text, StringComparison.Ordinal) == true;
    }

    /// <summary>It ends with a text.</summary>
    public sealed record Suffix(string Text) : AttributeCondition
    {
        internal override IEnumerable<string> Texts => [Text];

        public override bool Matches(string? value) => value?.EndsWith(Text, StringComparison.Ordinal) == true;
    }

    /// <summary>The message has it, or lacks it.</summary>
    public sealed record Exists(bool Expected) : AttributeCondition
    {
        public override bool Matches(string? value) => value is not null == Expected;
    }

    /// <summary>A condition does not hold; so it holds where the attribute is missing, unless the condition asks for that.</summary>
    public sealed record Not(AttributeCondition Condition) : AttributeCondition
    {
        internal override IReadOnlyList<AttributeCondition> Parts => [Condition];

        public override bool Matches(string? value) => !Condition.Matches(value);
    }

    /// <summary>One of several conditions holds.</summary>
    public sealed record Any(IReadOnlyList<AttributeCondition> Conditions) : AttributeCondition
    {
        internal override IReadOnlyList<AttributeCondition> Parts => Conditions;

        public override bool Matches(string? value)
        {
            foreach (var condition in Conditions)
            {
                if (condition.Matches(value))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Several conditions hold.</summary>
    public sealed record All(IReadOnlyList<AttributeCondition> Conditions) : AttributeCondition
    {
        internal override IReadOnlyList<AttributeCondition> Parts => Conditions;

        public override bool Matches(string? value)
        {
            foreach (var condition in Conditions)
            {
                if (!condition.Matches(value))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
