using System.Text;

namespace Serverless.Core.Messaging.Topics;

/// <summary>What the attributes of a message may be.</summary>
public static class AttributeRules
{
    /// <summary>Names that begin so are the service's own, in no form for publishers to set.</summary>
    public const string ReservedPrefix = "serverless:";

    public const int MaxAttributes = 50;
    public const int MaxValueLength = 2_048;

    /// <summary>Of all names and values together, in bytes of UTF-8.</summary>
    public const int MaxBytes = 16_384;

    /// <summary>Why attributes are refused, to follow "the field"; null when they are not.</summary>
    public static string? Refuse(IReadOnlyDictionary<string, string> attributes)
    {
        if (attributes.Count > MaxAttributes)
        {
            return $"must have at most {MaxAttributes} attributes.";
        }

        var bytes = 0;
        foreach (var (name, value) in attributes)
        {
            if (name.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase))
            {
                return $"must not have names that begin with '{ReservedPrefix}': those are set by the service.";
            }

            if (!ResourceName.IsValid(name))
            {
                return $"must have names of {ResourceName.Rule}.";
            }

            if (value.Length > MaxValueLength)
            {
                return $"must have values of at most {MaxValueLength:N0} characters.";
            }

            bytes += name.Length + Encoding.UTF8.GetByteCount(value);
        }

        return bytes > MaxBytes ? $"must have at most {MaxBytes:N0} bytes together." : null;
    }
}
