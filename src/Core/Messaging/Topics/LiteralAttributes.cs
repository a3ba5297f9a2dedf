namespace Serverless.Core.Messaging.Topics;

/// <summary>
/// Attributes of a CloudEvent may be integers and booleans. They are kept as texts, like all others, and which ones they are
/// stands in an attribute whose name publishers can't use and subscribers don't see, so that they go out as they came in.
/// </summary>
public static class LiteralAttributes
{
    private const string Name = AttributeRules.ReservedPrefix + "literals";
    private const char Separator = ' ';

    /// <summary>Notes which attributes are literals of JSON.</summary>
    public static void Note(IDictionary<string, string> attributes, IReadOnlyCollection<string> literals)
    {
        if (literals.Count > 0)
        {
            attributes[Name] = string.Join(Separator, literals);
        }
    }

    /// <summary>The names that were noted.</summary>
    public static IReadOnlyCollection<string> Of(IReadOnlyDictionary<string, string> attributes) =>
        attributes.TryGetValue(Name, out var names) ? names.Split(Separator) : [];
}
