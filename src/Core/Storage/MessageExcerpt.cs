using System.Globalization;

namespace Serverless.Core.Storage;

/// <summary>The beginning of a queue message, for the log: what is no message of ours may be anything, and as long as the queue admits.</summary>
public static class MessageExcerpt
{
    /// <summary>Characters that are shown.</summary>
    public const int MaxLength = 256;

    /// <returns>A message of at most <see cref="MaxLength"/> characters as it is, a longer one cut, with its length.</returns>
    public static string Of(string message) => message.Length <= MaxLength
        ? message
        : string.Create(CultureInfo.InvariantCulture, $"{message[..MaxLength]}... ({message.Length} characters)");
}
