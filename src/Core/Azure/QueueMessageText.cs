using System.Text;

namespace Serverless.Core.Azure;

/// <summary>How messages travel: UTF-8 in Base64, as host.json tells the Functions host.</summary>
public static class QueueMessageText
{
    public static string Encode(string message) => Convert.ToBase64String(Encoding.UTF8.GetBytes(message));

    /// <summary>The message; null when the text is no Base64.</summary>
    public static string? Decode(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
