using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Serverless.Client;

namespace Serverless.Cli.Messages;

/// <summary>Messages of a text, one a line: each with its number and, of a file, an id that a repetition has too.</summary>
/// <param name="place">The file's full path; null for a text that comes from nowhere in particular.</param>
internal sealed class MessageLines(TextReader text, string? place, bool isText)
{
    /// <summary>The line that was read last, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Lines of nothing but white space, unless they are texts, are passed over.</summary>
    /// <param name="from">The first line that is wanted.</param>
    /// <exception cref="MessageLineException">A line is no message.</exception>
    public async IAsyncEnumerable<(long Number, NewMessage Message)> ReadAsync(long from, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            Number++;
            if (Number >= from && (isText || !string.IsNullOrWhiteSpace(line)))
            {
                yield return (Number, (Parse(line, isText) ?? throw new MessageLineException(Number)) with { MessageId = IdOf(line) });
            }
        }
    }

    /// <summary>A message of JSON, or of a text; null for what is no JSON.</summary>
    public static NewMessage? Parse(string line, bool isText)
    {
        if (isText)
        {
            return NewMessage.Of(line);
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            return new NewMessage { Data = json.RootElement.Clone() };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // With the content, so that a line which was mended is another message.
    private string? IdOf(string line) => place is null
        ? null
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{place}\n{Number}\n{line}"))))[..32];
}

/// <summary>A line that is no message.</summary>
internal sealed class MessageLineException(long number) : Exception($"Line {number} is not JSON; pass --text to publish lines as texts.")
{
    public long Number => number;
}
